import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { driverClasses, imagesPerWriter } from './driver.ts';
import { parseCsv } from './parseCsv.ts';

/** Rows that no driver touches, with a column that is not ours. */
const foreignRows = 20;
const writers = ['first', 'second'] as const;

/** What the labels.csv of a scene must say of the rows of others. */
export interface Foreign {
  readonly label: string;
  readonly note: string;
}

/** A folder of images with a labels.csv of somebody else, quoted in a way of its own. */
export function setScene(folder: string): Map<string, Foreign> {
  for (const writer of [...writers, 'foreign']) mkdirSync(path.join(folder, writer), { recursive: true });
  for (const writer of writers)
    for (let i = 0; i < imagesPerWriter; i++) writeFileSync(path.join(folder, `${writer}/${i}.jpg`), '');
  const foreign = new Map<string, Foreign>();
  for (let i = 0; i < foreignRows; i++) {
    const name = `foreign/${String(i).padStart(2, '0')}.jpg`;
    writeFileSync(path.join(folder, name), '');
    foreign.set(name, { label: driverClasses[i % 2], note: `site, "${i}"` });
  }
  const rows = [...foreign].map(([name, { label, note }]) => csvRow([note, name, label]));
  writeFileSync(path.join(folder, 'labels.csv'), `note,path,label\n${rows.join('')}`);
  return foreign;
}

/**
 * Changes one row as another program would: reads labels.csv, writes it whole, by rename or in place. A careful program:
 * nothing when the file changed under its hands, or is not there yet.
 */
export function editAsAnother(folder: string, foreign: Map<string, Foreign>, turn: number): void {
  const file = path.join(folder, 'labels.csv');
  const before = statSync(file, { throwIfNoEntry: false });
  if (before === undefined) return;
  const [header = [], ...rows] = parseCsv(readFileSync(file, 'utf8'));
  const [name] = [...foreign][turn % foreign.size];
  const after = { label: `edited ${turn}`, note: `note ${turn}, "again"` };
  const [noteAt, pathAt, labelAt] = ['note', 'path', 'label'].map((column) => header.indexOf(column));
  for (const row of rows)
    if (row[pathAt] === name) {
      row[noteAt] = after.note;
      row[labelAt] = after.label;
    }
  const text = [header, ...rows].map(csvRow).join('');
  const now = statSync(file, { throwIfNoEntry: false });
  if (now?.ino !== before.ino || now.mtimeMs !== before.mtimeMs) return;
  if (turn % 2 === 0) writeFileSync(file, text);
  else {
    writeFileSync(`${file}.theirs`, text);
    renameSync(`${file}.theirs`, file);
  }
  foreign.set(name, after);
}

/** Makes a lock that a killed process left old, instead of waiting until it is. */
export function ageLock(folder: string): void {
  const lock = path.join(folder, '.next-batch/lock');
  if (statSync(lock, { throwIfNoEntry: false }) !== undefined) utimesSync(lock, 0, 0);
}

function csvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
}
