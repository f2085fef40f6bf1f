import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openDataset } from '../../src/dataset/dataset.ts';
import type { FileSystem } from '../../src/dataset/files/fileSystem.ts';
import type { Act, Dataset, DatasetOptions } from '../../src/dataset/types.ts';
import { optionsFor } from './datasetOptions.ts';

/** A folder of its own for a test, gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files (with their folders) whose content is their own name, or the text given. */
export function put(
  folder: string,
  ...files: readonly (string | readonly [name: string, text: string])[]
): void {
  for (const entry of files) {
    const [name, text] = typeof entry === 'string' ? [entry, entry] : entry;
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

export function read(folder: string, name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

/** A dataset that is closed when the test is over; a failure to save then is not the test's business. */
export async function open(
  folder: string,
  options: Partial<DatasetOptions> = {},
  files?: FileSystem,
): Promise<Dataset> {
  const dataset = await openDataset(optionsFor(folder, options), files === undefined ? {} : { files });
  onTestFinished(() => dataset.close().catch(() => undefined));
  return dataset;
}

/** What a dataset says of each path: the label, or `skip`; `!` behind what is flagged. */
export function labelsOf({ annotations }: Pick<Dataset, 'annotations'>): Record<string, string> {
  const said = [...annotations].map(([name, { label, skipped, flagged }]) => [
    name,
    (skipped ? 'skip' : label) + (flagged ? '!' : ''),
  ]);
  return Object.fromEntries(said.sort());
}

/** The lines of a dataset's journal. */
export function journalOf(folder: string): Record<string, unknown>[] {
  const lines = read(folder, '.next-batch/history.jsonl').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** A folder of its own with some files in it. */
export function folderOf(...files: Parameters<typeof put>[1][]): string {
  const folder = temporaryFolder();
  put(folder, ...files);
  return folder;
}

export function label(image: string, name: string): Act {
  return { kind: 'label', path: image, label: name };
}

/** Kinds of the problems a dataset reports, in order. */
export function kinds(dataset: Dataset): string[] {
  return dataset.problems.map(({ kind }) => kind);
}
