import { constants } from 'node:fs';
import { copyFile, link, mkdir, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { systemCode } from '../files/fileErrors.ts';
import type { Content, ImageTransfer, Sample, Written } from './format.ts';
import { someOf } from './labeledImages.ts';

const parallel = 8;

/**
 * Puts the image of each sample at `placeOf` it, below `target`. Images that have vanished or may not be read are left out
 * and reported.
 */
export async function placeImages(
  { samples, images, step }: Pick<Content, 'samples' | 'images' | 'step'>,
  target: string,
  placeOf: (sample: Sample) => string,
): Promise<Written> {
  const leftOut = new Set<Sample>();
  const made = new Set<string>();
  const rest = samples.values();
  let done = 0;
  let isOver = false;
  const work = async (): Promise<void> => {
    for (const sample of rest) {
      if (isOver) return;
      const place = path.join(target, placeOf(sample));
      const folder = path.dirname(place);
      if (!made.has(folder)) await mkdir(folder, { recursive: true });
      made.add(folder);
      if (!(await transfer(sample.image.file, place, images))) leftOut.add(sample);
      step(++done);
    }
  };
  const stopping = async (): Promise<void> => {
    await work().finally(() => {
      isOver = true;
    });
  };
  // All have stopped before the first failure is told, for then what was written is removed.
  const ends = await Promise.allSettled(Array.from({ length: parallel }, stopping));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const names = [...leftOut].map(({ image }) => image.path);
  const count = names.length === 1 ? '1 image' : `${names.length} images`;
  const message = `${count} could not be read and left out with their labels (${someOf(names)}).`;
  return { leftOut, problems: names.length === 0 ? [] : [{ kind: 'missing-image', message }] };
}

/** Where an image lies in an exported folder: as in the image folder, so that it is found again. */
export function placeInFolder({ image }: Sample, folder: string): string {
  return path.relative(folder, image.file);
}

/** False if the image is not there or may not be read. */
async function transfer(file: string, place: string, how: ImageTransfer): Promise<boolean> {
  try {
    if (how === 'copy') await copyFile(file, place, constants.COPYFILE_EXCL);
    else if (how === 'hard-link')
      await link(await realpath(file), place); // Of a link, its file: it may be relative.
    else await symlink(file, place);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || (code === 'EACCES' && how === 'copy')) return false;
    if (how !== 'copy' && ['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS'].includes(code ?? ''))
      throw new UserError(
        'bad-input',
        how === 'hard-link'
          ? `${place} cannot be a hard link: it is on another disk, or its disk has none; copy the images instead.`
          : `${place} cannot be a symbolic link (${code}); copy the images instead.`,
        { file: place, cause: error },
      );
    throw error;
  }
}
