import path from 'node:path';
import { throwIfAborted, UserError } from '../../core/errors.ts';
import { isWithin } from '../paths.ts';
import { classesText } from './classList.ts';
import { appear, classesFile, leftovers, mustBeFree } from './destination.ts';
import type { Content, Exported, ExportRequest, Format, Sample, Writer } from './format.ts';
import { labeledImages } from './labeledImages.ts';
import { splitSamples } from './splitSamples.ts';

const reportEvery = 500;

/**
 * Writes the labels of a dataset in a format. Nothing that is there is overwritten, and what is written appears under its
 * name when it is whole. Rejects with `cancelled` or a sentence, and then nothing has appeared.
 */
export async function exportLabels(format: Format, request: ExportRequest): Promise<Exported> {
  const { dataset, images, split, onlyGiven, signal, progress } = request;
  const to = path.resolve(request.to);
  const writer = format.export;
  if (writer === undefined) throw new UserError('usage', `${format.title} can only be imported.`);
  mustLieOutside(writer, to, dataset.paths.folder);
  const isFolder = makesFolder(writer, split !== undefined);
  await mustBeFree(to, isFolder);
  const labeled = labeledImages(dataset, { onlyGiven });
  const parts = splitSamples(labeled.samples, split);
  const { samples } = parts;
  let reported = -reportEvery;
  const content: Content = {
    samples,
    classes: dataset.classes,
    sides: split === undefined ? [undefined] : ['train', 'val'],
    dataset,
    images,
    step(done) {
      throwIfAborted(signal);
      if (done - reported < reportEvery && done < samples.length) return;
      reported = done;
      progress?.({ phase: 'write', done, total: samples.length });
    },
  };
  content.step(0);
  const beside = writer.classesBeside && !isFolder ? classesText(dataset.classes) : undefined;
  const written = await appear(to, isFolder, (target) => writer.write(content, target), beside, signal);
  const kept = samples.filter((sample) => !written.leftOut.has(sample));
  const problems = [
    ...labeled.problems,
    ...parts.problems,
    ...written.problems,
    ...(await leftovers(isFolder || beside === undefined ? [to] : [to, classesFile(to)])),
  ];
  return {
    count: kept.length,
    classes: dataset.classes.length,
    ...(split && { split: countSides(kept) }),
    problems,
  };
}

/** Whether a writer makes a folder. */
export function makesFolder({ makes }: Writer, isSplit: boolean): boolean {
  return makes === 'folder' || (makes !== 'file' && isSplit);
}

function mustLieOutside({ holdsImages }: Writer, to: string, folder: string): void {
  if (!holdsImages || !isWithin(folder, to)) return;
  throw new UserError(
    'bad-input',
    `${to} lies in the image folder, where the exported images would be listed again; name a folder outside of it.`,
    { file: to },
  );
}

function countSides(samples: readonly Sample[]): { readonly train: number; readonly val: number } {
  const val = samples.filter(({ side }) => side === 'val').length;
  return { train: samples.length - val, val };
}
