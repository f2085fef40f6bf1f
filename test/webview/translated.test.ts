import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openSession } from '../shell/sessions.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { l10n } from '../support/vscode.ts';
import { bundlePage, launch, noBrowser, openPanel } from './browserPage.ts';

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the translated panel, because ${missing}.`);

/** A language that no message is in by itself: each stands between these brackets. */
const spoken = (message: string): string => `⟦${message}⟧`;

/** What the engine says of batch, pick and model; it knows no display language. */
const fromEngine = ['Nothing is labeled yet.', 'First in line.', 'It is right more often.'];

/** What is no message: names of the folder, of classes, strategies and keys. */
const data =
  /\b(?:pool|cat|dog|first|Alt|Ctrl|Cmd|Shift|Esc|Space|Enter|Backspace|Delete|Page (?:Up|Down)|Home|End)\b/g;

describe.skipIf(missing !== undefined)('the panel in another language', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    [browser, assets] = await Promise.all([launch(), bundlePage()]);
  });
  afterAll(() => browser?.close());

  test('has no word of its own left, in no view and no menu', async () => {
    const english: Record<string, string> = JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8'));
    const bundle = Object.fromEntries(Object.keys(english).map((message) => [message, spoken(message)]));
    const { t } = l10n;
    const host = vi
      .spyOn(l10n, 't')
      .mockImplementation((message, ...values) => t(spoken(message), ...values));
    onTestFinished(() => host.mockRestore());
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 6);
    put(folder, '.next-batch/cache/embeddings/k/0001.npy');
    const { session } = await openSession(folder, { batchSize: 3 });
    const { page } = await openPanel(browser, assets, session, bundle);
    onTestFinished(() => page.close());
    await page.getByRole('gridcell').first().waitFor();
    const check = async (view: string): Promise<void> => {
      expect(await untranslated(page, names), view).toEqual([]);
    };

    await check('before the first batch');
    await session.act([
      { kind: 'label', path: names[4], label: 'cat' },
      { kind: 'label', path: names[5], label: 'dog' },
    ]);
    await session.selectNextBatch();
    await page.locator('.why').waitFor();
    await page.locator('.predictions').waitFor();
    await check('a batch');
    for (const key of ['?', 'Enter']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(100);
      await check(`after ${key}`);
      await page.keyboard.press('Escape');
    }
    const menus = page.locator('[aria-haspopup]');
    for (let i = 0; i < (await menus.count()); i++) {
      await menus.nth(i).click();
      await page.waitForTimeout(100);
      await check(`menu ${i}`);
      await page.keyboard.press('Escape');
    }
  });
});

/** Texts and labels of the page with a word that did not come from the bundle and is no data. */
async function untranslated(page: Page, names: readonly string[]): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walk = (node: Node): void => {
      if (node instanceof Text) found.push(node.data);
      if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return;
      if (node instanceof Element)
        for (const name of ['title', 'aria-label', 'placeholder', 'alt', 'aria-description'])
          found.push(node.getAttribute(name) ?? '');
      if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
      for (const child of node.childNodes) walk(child);
    };
    walk(document.body);
    return found;
  });
  return texts.filter((text) => {
    let rest = text;
    for (const name of [...names, ...fromEngine]) rest = rest.replaceAll(name, '');
    // From the inside out: a message may be part of another one.
    for (let before = ''; before !== rest; ) {
      before = rest;
      rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
    }
    return /\p{L}{2,}/u.test(rest.replace(data, ''));
  });
}
