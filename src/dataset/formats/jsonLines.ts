import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Problem } from '../types.ts';
import { orderedClasses, readClassList } from './classList.ts';
import { classesFile } from './destination.ts';
import {
  allWritten,
  type Content,
  type Format,
  type Imported,
  type ImportRequest,
  type Written,
} from './format.ts';
import { matchLabels, type NamedLabel } from './imageNames.ts';
import { readLines, writeText } from './textFile.ts';

/** One JSON object per line with `path` and `label`. */
export const jsonLines: Format = {
  id: 'jsonl',
  title: 'JSON Lines',
  detail: 'One JSON object per line with path and label; read_json(lines=True) reads it.',
  import: { takes: ['jsonl', 'ndjson', 'json'], read },
  export: { makes: 'file', extension: '.jsonl', holdsImages: false, classesBeside: true, write },
};

async function read({ dataset, from, signal }: ImportRequest): Promise<Imported> {
  const { labels, problems } = await readLabelLines(from, signal);
  const listed = await readClassList(classesFile(from));
  const matched = await matchLabels({ dataset, from, signal }, path.dirname(from), labels);
  return {
    ...matched,
    classes: orderedClasses(listed, labels),
    problems: [...problems, ...matched.problems],
  };
}

async function write({ samples, step }: Content, target: string): Promise<Written> {
  function* lines(): Generator<string> {
    for (const [i, { image, label, side, flagged, isImplied }] of samples.entries()) {
      const object = {
        path: image.path,
        label,
        ...(side && { split: side }),
        ...(flagged && { flagged }),
        ...(isImplied && { source: 'relation' }),
      };
      yield `${JSON.stringify(object)}\n`;
      step(i + 1);
    }
  }
  await writeText(target, lines());
  return allWritten;
}

const pathNames = ['path', 'file_name', 'image', 'file', 'filename'];
const labelNames = ['label', 'class', 'category'];

/**
 * The labels of a file with one JSON object per line. A line that cannot be read is reported; rejects if none can. An
 * object without a label, or with an empty one, is an image without a label.
 */
export async function readLabelLines(
  file: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly labels: readonly NamedLabel[]; readonly problems: readonly Problem[] }> {
  const labels: NamedLabel[] = [];
  const problems: Problem[] = [];
  let first: string | undefined;
  let count = 0;
  let bad = 0;
  for await (const { text, line } of readLines(file, signal)) {
    count++;
    const read = readLine(text);
    if (typeof read !== 'string') {
      if (read.label !== '') labels.push(read);
      continue;
    }
    first ??= `Line ${line} of ${path.basename(file)} ${read}`;
    bad++;
  }
  if (first !== undefined && bad === count)
    throw new UserError(
      'bad-input',
      `${first}, and no other line can be read; write {"path": …, "label": …}.`,
      {
        file,
      },
    );
  if (first !== undefined)
    problems.push({
      kind: 'bad-row',
      message: `${first}${bad > 1 ? `, and ${bad - 1} more like this` : ''}; what can be read is taken, correct the rest in a text editor.`,
    });
  return { labels, problems };
}

/** The label of a line, or what is wrong with it. */
function readLine(text: string): NamedLabel | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  if (typeof value !== 'object' || value === null) return 'is not a JSON object';
  const fields = new Map<string, unknown>(Object.entries(value));
  const name = pathNames.map((key) => fields.get(key)).find((found) => typeof found === 'string');
  if (typeof name !== 'string' || name === '') return 'has no "path"';
  const label = labelNames.map((key) => fields.get(key)).find((found) => found !== undefined) ?? '';
  if (typeof label === 'string') return { name, label };
  if (typeof label === 'number' || typeof label === 'boolean') return { name, label: String(label) };
  return 'has a "label" that is not text';
}
