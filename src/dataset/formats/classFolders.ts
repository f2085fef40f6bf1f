import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { throwIfAborted, UserError } from '../../core/errors.ts';
import { readError, systemCode, writeError } from '../files/fileErrors.ts';
import { listImages } from '../images.ts';
import { isWithin, nameOf } from '../paths.ts';
import type { Problem } from '../types.ts';
import { classOfFolder, folderName } from './folderNames.ts';
import type { Exported, ExportRequest, Format, Imported, ImportedRow, ImportRequest } from './format.ts';
import { alreadyThere, labeledImages } from './labeledImages.ts';

/** One sub-folder per class with its images in it, as torchvision's ImageFolder and Keras read it. */
export const classFolders: Format = {
  id: 'class-folders',
  title: 'Class folders',
  import: read,
  export: write,
};

const listFile = 'classes.txt';

/**
 * An image below `from` has the name of its first sub-folder as class. In the dataset it is the image itself, if
 * `from` lies in the image folder; otherwise the image that has the same path without the class.
 */
async function read({ dataset, from, signal }: ImportRequest): Promise<Imported> {
  const { folder, home } = dataset.paths;
  const { images, problems } = await listImages(
    { folder: from, home: from, cache: dataset.paths.cache },
    { include: ['**'], exclude: [], respectGitignore: false },
    signal,
  );
  const isInside = isWithin(folder, from);
  const known = new Set(dataset.images.map(({ path: image }) => image));
  const rows: ImportedRow[] = [];
  const lost: Problem[] = [];
  for (const image of images) {
    const slash = image.path.indexOf('/');
    if (slash < 0) continue;
    const rest = image.path.slice(slash + 1);
    const name = isInside ? nameOf(home, image.file) : nameOf(home, path.join(folder, rest));
    if (known.has(name)) rows.push({ path: name, label: classOfFolder(image.path.slice(0, slash)) });
    else lost.push(notInDataset(path.join(from, image.path), rest));
  }
  return { rows, classes: await classNames(from), problems: [...problems, ...lost] };
}

async function write(request: ExportRequest): Promise<Exported> {
  const { dataset, to, images, signal, progress } = request;
  const { folder } = dataset.paths;
  if (isWithin(folder, to))
    throw new UserError('bad-input', `${to} lies in the image folder; name a folder outside of it.`, {
      file: to,
    });
  const files = new Map(dataset.images.map(({ path: name, file }) => [name, file]));
  const labeled = labeledImages(dataset);
  const problems: Problem[] = [];
  await prepare(to, dataset.classes);
  let done = 0;
  for (const { path: name, annotation } of labeled) {
    throwIfAborted(signal);
    const file = files.get(name);
    if (file === undefined) problems.push(noImage(name));
    else await place(file, path.join(to, folderName(annotation.label), path.relative(folder, file)), images);
    progress?.({ phase: 'write', done: ++done, total: labeled.length });
  }
  return { count: labeled.length - problems.length, problems };
}

/** Makes the target with its list of classes; refuses one that holds anything. */
async function prepare(to: string, classes: readonly string[]): Promise<void> {
  try {
    await mkdir(to, { recursive: true });
    if ((await readdir(to)).length > 0) throw alreadyThere(to);
    await writeFile(path.join(to, listFile), classes.map((name) => `${folderName(name)}\n`).join(''), {
      flag: 'wx',
    });
    for (const name of classes) await mkdir(path.join(to, folderName(name)), { recursive: true });
  } catch (error) {
    throw writeError(error, to);
  }
}

async function place(file: string, target: string, how: ExportRequest['images']): Promise<void> {
  try {
    await mkdir(path.dirname(target), { recursive: true });
    if (how === 'copy') await copyFile(file, target, constants.COPYFILE_EXCL);
    else if (how === 'hard-link') await link(file, target);
    else await symlink(file, target);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw alreadyThere(target);
    if (systemCode(error) === 'EXDEV')
      throw new UserError(
        'bad-input',
        `${target} is on another disk, where hard links cannot lead; copy the images instead.`,
        {
          file: target,
          cause: error,
        },
      );
    throw writeError(error, target);
  }
}

/** The classes of a folder: those of classes.txt in its order, then the other sub-folders by name. */
async function classNames(from: string): Promise<string[]> {
  try {
    const entries = await readdir(from, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const listed = entries.some(({ name }) => name === listFile)
      ? await readList(path.join(from, listFile))
      : [];
    const order = [...listed.filter((name) => folders.includes(name)), ...folders.sort()];
    return [...new Set(order.map(classOfFolder))];
  } catch (error) {
    throw readError(error, from);
  }
}

async function readList(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split(/\r?\n/);
  return lines.filter((line) => line !== '');
}

function notInDataset(file: string, name: string): Problem {
  return {
    kind: 'missing-image',
    message: `${file} has a class, but there is no ${name} in the image folder; its label is left out.`,
    path: name,
  };
}

function noImage(name: string): Problem {
  return {
    kind: 'missing-image',
    message: `${name} has a label but no image is there; its label is left out.`,
    path: name,
  };
}
