import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openDataset } from '../../../src/dataset/dataset.ts';
import { optionsFor } from '../datasetOptions.ts';
import type { Attempt } from './driver.ts';
import { parseCsv } from './parseCsv.ts';
import { ageLock, type Foreign } from './scene.ts';

/** What is wrong with a folder after a run; nothing = all acknowledged acts are there, and nothing else is. */
export async function faultsOf(
  folder: string,
  attempts: ReadonlyMap<string, readonly Attempt[]>,
  foreign: ReadonlyMap<string, Foreign>,
): Promise<string[]> {
  const faults: string[] = [];
  // As the kill left it: whole, old or new.
  attemptTo(faults, () => parseCsv(readFileSync(path.join(folder, 'labels.csv'), 'utf8')));
  ageLock(folder);
  const dataset = await openDataset(optionsFor(folder, { exclude: [] }));
  const journal = readActs(folder);
  const wanted = new Map([...foreign].map(([name, { label }]) => [name, label]));
  for (const [writer, tried] of attempts) {
    const there = journal
      .filter((act) => act.writer === writer)
      .map(({ name, label }) => `${name} = ${label}`);
    const said = (outcomes: readonly Attempt['outcome'][]): string[] =>
      tried.filter(({ outcome }) => outcomes.includes(outcome)).map((act) => `${act.path} = ${act.label}`);
    const least = said(['acknowledged']);
    const most = said(['acknowledged', 'tried']);
    if (!same(there, least) && !same(there, most)) faults.push(`${writer}: ${difference(most, there)}`);
  }
  for (const { name, label } of journal) wanted.set(name, label);
  for (const [name, label] of wanted)
    if (dataset.annotations.get(name)?.label !== label)
      faults.push(`${name} is ${dataset.annotations.get(name)?.label}, not ${label}`);
  if (dataset.annotations.size !== wanted.size)
    faults.push(`${dataset.annotations.size} images are labeled, not ${wanted.size}`);
  await dataset.flush();
  await dataset.close();
  faults.push(...csvFaults(folder, wanted, foreign));
  return faults;
}

/** What labels.csv itself says, read without any code of ours. */
function csvFaults(
  folder: string,
  wanted: ReadonlyMap<string, string>,
  foreign: ReadonlyMap<string, Foreign>,
): string[] {
  const faults: string[] = [];
  const [header = [], ...rows] = parseCsv(readFileSync(path.join(folder, 'labels.csv'), 'utf8'));
  const [note, name, label] = ['note', 'path', 'label'].map((column) => header.indexOf(column));
  const found = new Map(rows.map((row) => [row[name], row]));
  for (const [image, expected] of wanted)
    if (found.get(image)?.[label] !== expected)
      faults.push(`labels.csv: ${image} is ${found.get(image)?.[label]}`);
  if (found.size !== wanted.size || rows.length !== wanted.size)
    faults.push(`labels.csv has ${rows.length} rows`);
  for (const [image, { note: text }] of foreign)
    if (found.get(image)?.[note] !== text) faults.push(`labels.csv: the note of ${image} is gone`);
  return faults;
}

/** The labels in the journal, in order. Undone lines and lines that cannot be read do not count. */
function readActs(
  folder: string,
): { readonly writer: string; readonly name: string; readonly label: string }[] {
  let text: string;
  try {
    text = readFileSync(path.join(folder, '.next-batch/history.jsonl'), 'utf8');
  } catch {
    return []; // Killed before the first act.
  }
  return text.split('\n').flatMap((line) => {
    const parsed = parseLine(line);
    if (parsed?.kind !== 'acts') return [];
    return parsed.acts
      .filter(({ kind }) => kind === 'label')
      .map(({ path: name, label }) => ({ writer: parsed.window, name, label }));
  });
}

interface ActsLine {
  readonly kind: string;
  readonly window: string;
  readonly acts: readonly { readonly kind: string; readonly path: string; readonly label: string }[];
}

function parseLine(line: string): ActsLine | undefined {
  try {
    return JSON.parse(line) as ActsLine;
  } catch {
    return undefined;
  }
}

function difference(tried: readonly string[], there: readonly string[]): string {
  const at = tried.findIndex((text, i) => text !== there[i]);
  const [act, found] = [tried[at] ?? 'nothing', there[at] ?? 'nothing'];
  return `act ${at} of ${tried.length} was ${act}, the journal (${there.length}) has ${found}`;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

function attemptTo(faults: string[], work: () => void): void {
  try {
    work();
  } catch (error) {
    faults.push(String(error));
  }
}
