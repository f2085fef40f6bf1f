import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface LabelAct {
  readonly kind: string;
  readonly path?: string;
  readonly label?: string;
}

/** A line of the journal, as far as a test of the whole looks into it. */
export interface JournalLine {
  readonly kind: string;
  readonly window: string;
  readonly acts?: readonly LabelAct[];
  readonly rows?: readonly { readonly path: string; readonly to: { readonly label?: string } | null }[];
}

/** All whole lines of the journal of a folder. */
export function journal(folder: string): JournalLine[] {
  const lines = textOf(path.join(folder, '.next-batch/history.jsonl')).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/** `image=label` of each label act of the journal, in order; of one window, where it is named. */
export function labelActs(folder: string, window?: string): string[] {
  return journal(folder)
    .filter((line) => window === undefined || line.window === window)
    .flatMap(({ acts = [] }) => acts)
    .filter(({ kind }) => kind === 'label')
    .map(({ path: image, label }) => `${image}=${label}`);
}

/** The rows of labels.csv by image; none while there is no file. Neither names nor labels hold a comma or a quote. */
export function labelRows(folder: string): ReadonlyMap<string, string> {
  const rows = textOf(path.join(folder, 'labels.csv')).split('\n').slice(1, -1);
  return new Map(rows.map((row) => row.split(',') as [image: string, label: string]));
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
