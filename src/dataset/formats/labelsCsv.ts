import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { throwIfAborted } from '../../core/errors.ts';
import { readError, writeError } from '../files/fileErrors.ts';
import { nodeFileSystem, noFile } from '../files/fileSystem.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { checkEncoding } from '../labels/bytes.ts';
import { LabelsDocument } from '../labels/document.ts';
import { nameOf } from '../paths.ts';
import type { Dataset } from '../types.ts';
import type { Exported, ExportRequest, Format, Imported, ImportRequest } from './format.ts';
import { alreadyThere, labeledImages, sortedClasses } from './labeledImages.ts';

/** A CSV file with the columns `path` and `label`. */
export const labelsCsv: Format = { id: 'labels-csv', title: 'labels.csv', import: read, export: write };

async function read({ dataset, from, signal }: ImportRequest): Promise<Imported> {
  const bytes = await readFile(from).catch((error: unknown) => {
    throw readError(error, from);
  });
  throwIfAborted(signal);
  checkEncoding(bytes, from);
  const document = new LabelsDocument(bytes, path.basename(from));
  const nameIn = namesIn(dataset, from);
  const rows = [...document.annotations].flatMap(([image, { label }]) =>
    label === '' ? [] : [{ path: nameIn(image), label }],
  );
  return { rows, classes: sortedClasses(rows), problems: document.problems };
}

/**
 * The name in the dataset of an image as another program may write it: relative to labels.csv, to the image folder or
 * to the file it stands in, or absolute. A name that leads to no image stays as it is.
 */
function namesIn({ images, paths }: Dataset, from: string): (image: string) => string {
  const known = new Set(images.map(({ path: name }) => name));
  const bases = [paths.home, paths.folder, path.dirname(from)];
  return (image) => {
    if (known.has(image)) return image;
    const candidates = bases.map((base) => nameOf(paths.home, path.resolve(base, image)));
    return candidates.find((name) => known.has(name)) ?? image;
  };
}

async function write({ dataset, to }: ExportRequest): Promise<Exported> {
  const document = new LabelsDocument(Buffer.alloc(0), path.basename(to));
  const rows = labeledImages(dataset);
  document.apply(new Map(rows.map(({ path: image, annotation }) => [image, annotation])));
  try {
    if (!(await replaceFile(nodeFileSystem, to, document.bytes(), noFile))) throw alreadyThere(to);
  } catch (error) {
    throw writeError(error, to);
  }
  return { count: rows.length, problems: [] };
}
