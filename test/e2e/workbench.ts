import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { develop } from './development.ts';
import { installExtension, type Profile, profileIn, type Server, startServer } from './server.mjs';
import { until } from './until.ts';

export const root = path.resolve(__dirname, '../..');

/** Where the extension under test comes from: this tree, or a packaged file that is installed. */
export type Origin = { readonly kind: 'source' } | { readonly kind: 'vsix'; readonly file: string };

export interface WorkbenchOptions {
  /** Names the logs: `.build/logs/<name>`. */
  readonly name: string;
  readonly origin: Origin;
  /** The workspace folder. */
  readonly folder: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A test suite to run in the extension host. */
  readonly tests?: string;
  /** For the server, and so for the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A real VS Code in a real browser, with everything it keeps in a scratch folder. */
export interface Workbench {
  readonly page: Page;
  readonly server: Server;
  readonly profile: Profile;
  readonly logs: string;
  /** All that the console said so far, webviews included. */
  readonly console: readonly string[];
  /** Another window of the same VS Code on the same folder; it closes with the first. */
  openWindow(): Promise<Page>;
  /** Ends browser and server and removes the scratch folder. */
  close(): Promise<void>;
}

/** Starts a server and a browser and goes to the workbench. `prepare` runs just before the page loads. */
export async function openWorkbench(
  options: WorkbenchOptions,
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<Workbench> {
  const logs = path.join(root, '.build/logs', options.name);
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-code-'));
  const undo: (() => Promise<void> | void)[] = [() => rmSync(scratch, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const profile = profileIn(scratch, options.settings);
    if (options.origin.kind === 'vsix') await installExtension(profile, options.origin.file);
    const env = {
      ...options.env,
      NEXT_BATCH_EXPECT_UNDER: options.origin.kind === 'vsix' ? profile.extensions : root,
    };
    const server = await startServer(profile, {
      log: path.join(logs, 'server.log'),
      env,
      isTrusted: options.settings?.['security.workspace.trust.enabled'] !== true,
    });
    undo.push(() => server.stop());
    const browser = await openBrowser(path.join(logs, 'browser.log'));
    undo.push(() => browser.close());
    const extensions = options.origin.kind === 'source' ? [root] : [stubExtension(scratch)];
    const tests = options.tests === undefined ? {} : { tests: options.tests };
    const enter = async (page: Page): Promise<Page> => {
      // A person who installed the extension develops nothing.
      if (options.origin.kind === 'source' || options.tests !== undefined)
        await develop(page, server.host, { extensions, ...tests });
      if (page === browser.page) await prepare(page);
      await page.goto(`${server.url}/?${new URLSearchParams({ folder: options.folder })}`);
      await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
      return page;
    };
    return {
      page: await enter(browser.page),
      openWindow: async () => enter(await browser.page.context().newPage()),
      server,
      profile,
      logs,
      console: browser.console,
      close,
    };
  } catch (error) {
    await close();
    printLogs(logs);
    throw error;
  }
}

/** The ends of the logs of server and browser, for the one who looks for the cause of a failure. */
export function printLogs(logs: string): void {
  for (const name of readdirSync(logs).filter((file) => file.endsWith('.log')))
    console.log(`--- end of ${name}\n${readFileSync(path.join(logs, name), 'utf8').slice(-8000)}`);
}

/** VS Code runs a test suite only beside an extension in development; for the packaged one this stands in. */
export function stubExtension(scratch: string): string {
  const folder = path.join(scratch, 'stub');
  mkdirSync(folder);
  const manifest = { name: 'test-stub', publisher: 'test', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/**
 * Runs a command through the command palette, as a person does. The palette lists what is registered when it opens,
 * so it is opened again until the command has arrived.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input.input');
  const row = page
    .locator(`.quick-input-list .monaco-list-row[aria-label^=${JSON.stringify(title)}]`)
    .first();
  const end = Date.now() + 60_000;
  for (;;) {
    await page.keyboard.press('F1');
    if (await appears(input, 3000)) {
      await input.fill(`>${title}`);
      if (await appears(row, 1500)) break;
    }
    if (Date.now() > end) throw new Error(`The command palette never showed "${title}".`);
    await page.keyboard.press('Escape');
    await widget.waitFor({ state: 'hidden' });
  }
  for (let place = Number(await row.getAttribute('data-index')); place > 0; place--)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

/** Answers the dialog that asks for a file or folder, which stands on the workspace folder: types `file`, then Enter. */
export async function answerFileDialog(page: Page, folder: string, file?: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input');
  await until('the dialog names the folder', async () =>
    (await input.inputValue().catch(() => '')).startsWith(folder),
  );
  if (file !== undefined) {
    await input.fill(file);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: path.basename(file) }).waitFor();
  }
  await page.keyboard.press('Enter');
}

/** The same for a folder inside it. */
export async function answerFolderDialog(page: Page, start: string, folder: string): Promise<void> {
  await answerFileDialog(page, start, folder);
  // Where the dialog took its own row for the answer, it has only gone into the folder.
  await until('the dialog is answered', async () => {
    await page.waitForTimeout(700);
    if (!(await page.locator('.quick-input-widget').isVisible())) return true;
    await page.keyboard.press('Enter');
    return false;
  });
}

/** Takes the entry with this title of the choice that is open. */
export async function answerQuickPick(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input');
  await input.waitFor();
  await input.fill(title);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

/** Takes what a question offers: the entries that are ticked, or the text that stands there. */
export async function confirm(page: Page, question: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input.input');
  await until(`it asks: ${question}`, async () => {
    const texts = await Promise.all([
      widget.textContent().catch(() => ''),
      input.getAttribute('placeholder').catch(() => ''),
    ]);
    return (await input.isVisible()) && texts.join(' ').includes(question);
  });
  // Through the field: for a moment, the page behind the questions has the focus.
  await input.press('Enter');
}

async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}
