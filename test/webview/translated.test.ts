import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openSession } from '../shell/sessions.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { l10n } from '../support/vscode.ts';
import { bundlePage, launch, noBrowser, openPanel } from './browserPage.ts';
import { bracketed, spoken, untranslated } from './untranslated.ts';

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the translated panel, because ${missing}.`);

/** What the engine says of batch, pick and model; it knows no display language. */
const fromEngine = ['Nothing is labeled yet.', 'First in line.', 'It is right more often.'];

describe.skipIf(missing !== undefined)('the panel in another language', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    [browser, assets] = await Promise.all([launch(), bundlePage()]);
  });
  afterAll(() => browser?.close());

  test('has no word of its own left, in no view and no menu', async () => {
    const bundle = bracketed();
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
      expect(await untranslated(page, [...names, ...fromEngine]), view).toEqual([]);
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
