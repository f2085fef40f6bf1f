import assert from 'node:assert';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commands, type Extension, extensions, TabInputWebview, Uri, window } from 'vscode';
import type { Api } from '../../src/extension/extension.ts';
import type { Session } from '../../src/extension/session.ts';

/** The extension under test. */
export function theExtension(): Extension<Api> {
  const extension = extensions.getExtension<Api>('next-batch.next-batch');
  assert.ok(extension, 'the extension is not known to VS Code');
  return extension;
}

const folders: string[] = [];

/** A new folder with the 60 pictures and the broken one of `e2e/images.ts`. */
export function imageFolder(): string {
  const from = process.env.NEXT_BATCH_TEST_IMAGES;
  assert.ok(from, 'NEXT_BATCH_TEST_IMAGES names no folder');
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-folder-'));
  cpSync(from, folder, { recursive: true });
  folders.push(folder);
  return folder;
}

/** Our tabs, by title. */
export function panelTitles(): string[] {
  return window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('nextBatch.panel'))
    .map((tab) => tab.label);
}

/** Closes all panels and removes the folders made so far. */
export async function tearDown(): Promise<void> {
  await commands.executeCommand('workbench.action.closeAllEditors');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Runs one of our commands on a folder, as its menu entry in the Explorer does. */
export async function run(name: string, folder?: string): Promise<void> {
  await commands.executeCommand(`nextBatch.${name}`, folder === undefined ? undefined : Uri.file(folder));
}

/** Opens a folder in a panel. */
export async function open(folder: string): Promise<Session> {
  await run('openImageFolder', folder);
  return sessionOf(folder);
}

export function sessionOf(folder: string): Session {
  const session = theExtension()
    .exports.sessions()
    .find((candidate) => candidate.folder === folder);
  assert.ok(session, `no session is open on ${folder}`);
  return session;
}

/** The rows of labels.csv without its header, as text. */
export function labelRows(folder: string): string[] {
  const text = readFileSync(path.join(folder, 'labels.csv'), 'utf8');
  return text.trimEnd().split('\n').slice(1);
}

/** Waits for a condition; fails with its name after `ms`. */
export async function until(what: string, condition: () => boolean, ms = 10_000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) assert.fail(`did not happen within ${ms / 1000} s: ${what}`);
    await wait(20);
  }
}
