import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { readError, systemCode } from '../files/fileErrors.ts';
import type { Problem } from '../types.ts';
import { classesText, classListName, orderedClasses, readClassList } from './classList.ts';
import type { Content, Format, Imported, ImportRequest, Sample, Side, Written } from './format.ts';
import { placeImages, placeInFolder } from './imageFiles.ts';
import { matchLabels, type NamedLabel } from './imageNames.ts';
import { readLabelLines } from './jsonLines.ts';
import { writeText } from './textFile.ts';

const metadata = 'metadata.jsonl';
const sideFolders = ['', 'train', 'validation', 'val', 'valid', 'test'];

/** The `imagefolder` of Hugging Face datasets: images with a metadata.jsonl beside them. */
export const huggingFace: Format = {
  id: 'huggingface',
  title: 'Hugging Face ImageFolder',
  detail: 'The images with a metadata.jsonl; load_dataset("imagefolder") reads it.',
  import: { takes: 'folder', read },
  export: { makes: 'folder', holdsImages: true, write },
};

async function write(content: Content, target: string): Promise<Written> {
  const { samples, sides, dataset } = content;
  const nameOf = (sample: Sample): string => placeInFolder(sample, dataset.paths.folder);
  const written = await placeImages(content, target, (sample) =>
    path.join(folderOf(sample.side), nameOf(sample)),
  );
  for (const side of sides) {
    function* lines(): Generator<string> {
      for (const sample of samples) {
        if (sample.side !== side || written.leftOut.has(sample)) continue;
        const name = nameOf(sample).replaceAll(path.sep, '/');
        yield `${JSON.stringify({ file_name: name, label: sample.label })}\n`;
      }
    }
    await mkdir(path.join(target, folderOf(side)), { recursive: true });
    await writeText(path.join(target, folderOf(side), metadata), lines());
  }
  await writeText(path.join(target, classListName), [classesText(content.classes)]);
  return written;
}

/** As Hugging Face calls the sides. */
function folderOf(side: Side): string {
  return side === 'val' ? 'validation' : (side ?? '');
}

/** Reads a metadata.jsonl, or those in a folder and its parts train, validation, test. */
async function read({ dataset, from, signal }: ImportRequest): Promise<Imported> {
  const files = await metadataFiles(from);
  const folder = files.includes(from) ? path.dirname(from) : from;
  const labels: NamedLabel[] = [];
  const rows: Imported['rows'][number][] = [];
  const problems: Problem[] = [];
  let missing = 0;
  for (const file of files) {
    const lines = await readLabelLines(file, signal);
    const matched = await matchLabels({ dataset, from: file, signal }, path.dirname(file), lines.labels);
    labels.push(...lines.labels);
    rows.push(...matched.rows);
    problems.push(...lines.problems, ...matched.problems);
    missing += matched.missing;
  }
  const listed = await readClassList(path.join(folder, classListName));
  return { rows, classes: orderedClasses(listed, labels), problems, missing };
}

async function metadataFiles(from: string): Promise<readonly string[]> {
  const there = await stat(from).catch((error: unknown) => {
    throw readError(error, from);
  });
  if (!there.isDirectory()) return [from];
  const files: string[] = [];
  for (const side of sideFolders) {
    const file = path.join(from, side, metadata);
    const isThere = await stat(file).then(
      () => true,
      (error: unknown) => {
        if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return false;
        throw readError(error, file);
      },
    );
    if (isThere) files.push(file);
  }
  if (files.length > 0) return files;
  throw new UserError(
    'bad-input',
    `${from} has no ${metadata}, nor have its folders train, validation and test; name the file, or another folder.`,
    { file: from },
  );
}
