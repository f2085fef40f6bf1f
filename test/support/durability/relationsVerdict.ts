import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openDataset } from '../../../src/dataset/dataset.ts';
import { optionsFor } from '../datasetOptions.ts';
import type { Attempt } from './driver.ts';
import { parseCsv } from './parseCsv.ts';
import { classOf } from './relationsScene.ts';
import { ageLock } from './scene.ts';

/** An act as it stands in the journal. */
interface JournalAct {
  readonly kind: string;
  readonly id: string;
  readonly of: string;
  readonly path: string;
  readonly label: string;
  readonly anchor: string;
  readonly same: readonly string[];
}

interface JournalLine {
  readonly id: string;
  readonly kind: string;
  readonly window: string;
  readonly of: string;
  readonly acts: readonly JournalAct[];
}

/**
 * What is wrong with a folder after it was killed while somebody answered which images show the same; nothing = all
 * acknowledged acts are there, nothing else is, and labels.csv and relations.jsonl say what follows from them. Told without
 * any code of ours but what opens the folder.
 */
export async function relationsFaultsOf(
  folder: string,
  attempts: ReadonlyMap<string, readonly Attempt[]>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const name of ['labels.csv', 'relations.jsonl'])
    try {
      if (name === 'labels.csv') parseCsv(text(folder, name));
      else linesOf(folder, name); // As the kill left it: whole, old or new.
    } catch (error) {
      faults.push(`${name} is torn: ${error}`);
    }
  ageLock(folder);
  const journal = journalOf(folder);
  const wanted = wantedOf(journal);
  faults.push(...lostActs(journal, attempts));
  const dataset = await openDataset(optionsFor(folder, { exclude: [] }));
  if (dataset.problems.length > 0) faults.push(`a problem: ${dataset.problems[0].message}`);
  const shown = [...dataset.annotations].map(([name, { label, source }]) => [name, label, source]);
  faults.push(...compared('the dataset', shown, wanted.labels));
  faults.push(
    ...compared(
      'the dataset',
      dataset.relations.answers.map(({ id }) => [id]),
      wanted.answers,
    ),
  );
  await dataset.flush();
  await dataset.close();
  const [header = [], ...rows] = parseCsv(text(folder, 'labels.csv') || 'path,label\n');
  const at = ['path', 'label', 'source'].map((column) => header.indexOf(column));
  faults.push(
    ...compared(
      'labels.csv',
      rows.map((row) => at.map((column) => row[column] ?? '')),
      wanted.labels,
    ),
  );
  const lines = linesOf(folder, 'relations.jsonl').map((line) => [(line as { readonly id: string }).id]);
  faults.push(...compared('relations.jsonl', lines, wanted.answers));
  return faults;
}

/** What must be said: labels with their source, and the answers that count, by id. */
function wantedOf(journal: readonly JournalLine[]): {
  readonly labels: string[][];
  readonly answers: string[][];
} {
  const undone = new Set<string>();
  for (const { kind, of } of journal) {
    if (kind === 'undo') undone.add(of);
    if (kind === 'redo') undone.delete(of);
  }
  const given = new Map<string, string>();
  const answers = new Map<string, JournalAct>();
  for (const { acts } of journal.filter(({ id, kind }) => kind === 'acts' && !undone.has(id)))
    for (const act of acts) {
      if (act.kind === 'relation') answers.set(act.id, act);
      if (act.kind === 'retract') answers.delete(act.of);
      if (act.kind !== 'label') continue;
      given.set(act.path, act.label);
    }
  const labels = [...given].map(([image, label]) => [image, label, '']);
  const seen = new Set(labels.map(([image]) => image));
  const open = [...seen];
  const pairs = [...answers.values()].flatMap(({ anchor, same }) =>
    same.map((image) => [anchor, image] as const),
  );
  const isThere = new Set(open);
  for (let image = open.pop(); image !== undefined; image = open.pop())
    for (const [a, b] of pairs) {
      const other = a === image ? b : b === image ? a : undefined;
      if (other === undefined || isThere.has(other)) continue;
      isThere.add(other);
      open.push(other);
      labels.push([other, classOf(other), 'relation']);
    }
  return { labels, answers: [...answers.keys()].map((id) => [id]) };
}

function lostActs(
  journal: readonly JournalLine[],
  attempts: ReadonlyMap<string, readonly Attempt[]>,
): readonly string[] {
  return [...attempts].flatMap(([writer, tried]) => {
    const there = journal.filter(({ window }) => window === writer).flatMap(saidBy);
    const said = (...outcomes: Attempt['outcome'][]): string[] =>
      tried.filter(({ outcome }) => outcomes.includes(outcome)).map(({ label }) => label);
    const isSame = [said('acknowledged'), said('acknowledged', 'tried')].some(
      (list) => JSON.stringify(list) === JSON.stringify(there),
    );
    return isSame
      ? []
      : [`${writer}: ${said('acknowledged').length} acknowledged, ${there.length} in the journal`];
  });
}

/** A line as its writer tried it. Classes that it added on the way do not count. */
function saidBy({ kind, acts }: JournalLine): readonly string[] {
  if (kind === 'undo' || kind === 'redo') return [JSON.stringify(kind)];
  return kind === 'acts'
    ? acts.filter((act) => act.kind !== 'class-add').map((act) => JSON.stringify(act))
    : [];
}

function compared(
  what: string,
  there: readonly (readonly string[])[],
  wanted: readonly string[][],
): readonly string[] {
  const [is, must] = [there, wanted].map((list) => new Set(list.map((cells) => cells.join(' = '))));
  const lacks = [...must].filter((one) => !is.has(one)).map((one) => `${what} lacks ${one}`);
  const more = [...is].filter((one) => !must.has(one)).map((one) => `${what} has ${one}`);
  const twice = there.length > is.size ? [`${what} says something twice`] : [];
  return [...lacks, ...more, ...twice];
}

function journalOf(folder: string): readonly JournalLine[] {
  return text(folder, '.next-batch/history.jsonl')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as JournalLine];
      } catch {
        return []; // Torn by the kill.
      }
    });
}

function linesOf(folder: string, name: string): readonly unknown[] {
  const lines = text(folder, name).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

function text(folder: string, name: string): string {
  try {
    return readFileSync(path.join(folder, name), 'utf8');
  } catch {
    return ''; // Killed before it was written.
  }
}
