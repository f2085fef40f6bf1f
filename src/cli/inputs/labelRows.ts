import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { compareUtf8 } from '../../dataset/files/byteOrder.ts';
import { checkEncoding } from '../../dataset/files/bytes.ts';
import { readError } from '../../dataset/files/fileErrors.ts';
import { inSlices } from '../../dataset/files/slices.ts';
import { LabelsDocument } from '../../dataset/labels/document.ts';
import type { Annotation } from '../../dataset/types.ts';
import type { Terminal } from '../terminal.ts';

export interface LabelRows {
  readonly annotations: ReadonlyMap<string, Annotation>;
  /** By name. */
  readonly classes: readonly string[];
}

/**
 * Reads the file of `--labels` (path,label) for the rows called `names`. It is never written; what cannot be read or
 * matched is told on stderr.
 */
export async function readLabelRows(
  file: string,
  names: readonly string[],
  terminal: Terminal,
): Promise<LabelRows> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw readError(error, file);
  });
  checkEncoding(bytes, file);
  const { annotations, problems } = await inSlices(LabelsDocument.read(bytes, path.basename(file)));
  for (const problem of problems) terminal.say(problem.message);
  const labels = [...annotations.values()].map(({ label }) => label).filter((label) => label !== '');
  const named = new Set(names);
  const unmatched = [...annotations.keys()].filter((name) => !named.has(name)).length;
  if (unmatched > 0)
    terminal.say(`${unmatched} of the ${annotations.size} rows of ${file} are not in the pool and left out.`);
  return { annotations, classes: [...new Set(labels)].sort(compareUtf8) };
}
