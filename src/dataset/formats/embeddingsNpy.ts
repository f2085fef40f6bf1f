import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { embeddingRows, type StoredEmbeddings, storedEmbeddings } from '../embeddingRows.ts';
import { readNameLines } from '../imported/nameLines.ts';
import { npyHeader, npyIdsHeader, readNpyIds } from '../npy.ts';
import type { ImageFile, Problem } from '../types.ts';
import { classesText, classListName, readClassList } from './classList.ts';
import type { Content, Format, Imported, ImportRequest, Sample, Written } from './format.ts';
import { matchLabels } from './imageNames.ts';
import { someOf } from './labeledImages.ts';
import { writeText } from './textFile.ts';

/** What NumPy reads: a matrix, the names of its rows, and their classes as numbers. */
export const embeddingsNpy: Format = {
  id: 'embeddings',
  title: 'Embeddings for NumPy',
  detail: 'embeddings.npy with a row per embedded image, their names and classes.',
  import: { takes: 'folder', read },
  export: { makes: 'folder', holdsImages: false, write },
};

async function write(content: Content, target: string): Promise<Written> {
  const { samples, classes, sides, dataset, step } = content;
  const { folder, cache } = dataset.paths;
  const found = await storedEmbeddings(cache, dataset.images);
  const [best] = found;
  if (best === undefined)
    throw new UserError(
      'needs-input',
      `Nothing in ${folder} is embedded yet; run Embed Folder (next-batch embed) first, then export again.`,
      { file: folder },
    );
  // A name with a line break would be two rows of names.txt.
  const stored = { ...best, images: best.images.filter(({ path: name }) => !/[\r\n]/.test(name)) };
  await mkdir(target, { recursive: true });
  await writeMatrix(path.join(target, 'embeddings.npy'), stored, (rows) =>
    step(Math.floor((rows / stored.images.length) * samples.length)),
  );
  const sampleOf = new Map(samples.map((sample) => [sample.image.path, sample]));
  const rows = stored.images.map(({ path: name }) => sampleOf.get(name));
  const numbers = new Map(classes.map((name, number) => [name, number]));
  const labels = Int32Array.from(rows, (sample) => numbers.get(sample?.label ?? '') ?? -1);
  await writeFile(
    path.join(target, 'labels.npy'),
    Buffer.concat([npyIdsHeader(labels.length), Buffer.from(labels.buffer)]),
  );
  await writeText(path.join(target, 'names.txt'), lines(stored.images.map(({ path: name }) => name)));
  await writeText(path.join(target, classListName), [classesText(classes)]);
  if (sides.length > 1)
    await writeText(path.join(target, 'split.txt'), lines(rows.map((sample) => sample?.side ?? '')));
  const info = { encoder: stored.encoder, rows: labels.length, dimensions: stored.dimensions };
  await writeText(path.join(target, 'info.json'), [`${JSON.stringify(info)}\n`]);
  step(samples.length);
  return { leftOut: notEmbedded(samples, stored.images), problems: notes(samples, stored.images, found) };
}

function* lines(texts: readonly string[]): Generator<string> {
  // A reader takes the first byte order mark for one of the file.
  if (texts[0]?.startsWith('\ufeff')) yield '\ufeff';
  for (const text of texts) yield `${text}\n`;
}

async function writeMatrix(
  file: string,
  stored: StoredEmbeddings,
  written: (rows: number) => void,
): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(npyHeader(stored.images.length, stored.dimensions));
    let rows = 0;
    for await (const values of embeddingRows(stored)) {
      await handle.writeFile(new Uint8Array(values.buffer));
      rows += values.length / stored.dimensions;
      written(rows);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function notEmbedded(samples: readonly Sample[], images: readonly ImageFile[]): ReadonlySet<Sample> {
  const embedded = new Set(images.map(({ path: name }) => name));
  return new Set(samples.filter(({ image }) => !embedded.has(image.path)));
}

function notes(
  samples: readonly Sample[],
  images: readonly ImageFile[],
  found: readonly StoredEmbeddings[],
): readonly Problem[] {
  const problems: Problem[] = [];
  const left = [...notEmbedded(samples, images)].map(({ image }) => image.path);
  if (left.length > 0)
    problems.push({
      kind: 'missing-image',
      message: `${left.length === 1 ? '1 labeled image has' : `${left.length} labeled images have`} no embedding yet and no row (${someOf(left)}); run Embed Folder, then export again.`,
      path: left[0] ?? '',
    });
  if (found.length > 1)
    problems.push({
      kind: 'bad-row',
      message: `${found.length} encoders have embedded images here; the rows are those of ${found[0]?.encoder}, which has embedded most (info.json names it).`,
    });
  return problems;
}

async function read({ dataset, from, signal }: ImportRequest): Promise<Imported> {
  const ids = await readNpyIds(path.join(from, 'labels.npy'));
  const names = await readNameLines(path.join(from, 'names.txt'), ids.length, path.join(from, 'labels.npy'));
  const classes = await readClassList(path.join(from, classListName));
  const labels = names.flatMap((name, row) => {
    const label = classes[ids[row] ?? -1];
    return label === undefined ? [] : [{ name, label }];
  });
  return { ...(await matchLabels({ dataset, from, signal }, from, labels)), classes };
}
