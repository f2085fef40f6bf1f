import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { throwIfAborted, UserError } from '../../core/errors.ts';
import { checkEncoding } from '../files/bytes.ts';
import { readError } from '../files/fileErrors.ts';
import { readCoco } from './cocoLabels.ts';
import { cocoText } from './cocoText.ts';
import {
  allWritten,
  type Content,
  type Format,
  type Imported,
  type ImportRequest,
  type Written,
} from './format.ts';
import { matchLabels } from './imageNames.ts';
import { writeText } from './textFile.ts';

/** COCO JSON with `images`, `annotations` and `categories`: an annotation per image, whose box is the whole image. */
export const coco: Format = {
  id: 'coco',
  title: 'COCO',
  detail: 'One JSON file with images, annotations and categories; detection tools read it.',
  import: { takes: ['json'], read },
  export: { makes: 'file, or folder when split', extension: '.json', holdsImages: false, write },
};

async function write(content: Content, target: string): Promise<Written> {
  const { samples, sides, step } = content;
  let done = 0;
  const unknown: string[] = [];
  for (const side of sides) {
    const own = samples.filter((sample) => sample.side === side);
    const file = side === undefined ? target : path.join(target, `${side}.json`);
    await writeText(
      file,
      cocoText(own, content.classes, (sample, size) => {
        if (size === undefined) unknown.push(sample.image.path);
        step(++done);
      }),
    );
  }
  if (unknown.length === 0) return allWritten;
  const images = unknown.length === 1 ? '1 image stands' : `${unknown.length} images stand`;
  const message = `${images} there without width, height and box, because its header cannot be read (${unknown[0]}).`;
  return { ...allWritten, problems: [{ kind: 'bad-row', message, path: unknown[0] ?? '' }] };
}

/** A file, or a folder whose .json files are read one after the other: those in it, or in its folder `annotations`. */
async function read({ dataset, from, signal }: ImportRequest): Promise<Imported> {
  const rows: Imported['rows'][number][] = [];
  const problems: Imported['problems'][number][] = [];
  const classes = new Set<string>();
  let missing = 0;
  for (const file of await jsonFiles(from)) {
    throwIfAborted(signal);
    const found = readCoco(await parse(file), file);
    const matched = await matchLabels({ dataset, from: file, signal }, path.dirname(file), found.labels);
    rows.push(...matched.rows);
    problems.push(...found.problems, ...matched.problems);
    for (const name of found.classes) classes.add(name);
    missing += matched.missing;
  }
  return { rows, classes: [...classes], problems, missing };
}

async function jsonFiles(from: string): Promise<readonly string[]> {
  const there = await stat(from).catch((error: unknown) => {
    throw readError(error, from);
  });
  if (!there.isDirectory()) return [from];
  for (const folder of [from, path.join(from, 'annotations')]) {
    const names = await readdir(folder).catch(() => []);
    const found = names.filter((name) => name.endsWith('.json')).sort();
    if (found.length > 0) return found.map((name) => path.join(folder, name));
  }
  throw new UserError('bad-input', `${from} holds no .json file; name the COCO file itself.`, { file: from });
}

async function parse(file: string): Promise<unknown> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw readError(error, file);
  });
  checkEncoding(bytes, file);
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      'bad-input',
      `${file} is not JSON (${reason}); export it again from where it comes.`,
      {
        file,
        cause: error,
      },
    );
  }
}
