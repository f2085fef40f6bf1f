import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../shell/sessions.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { seriousFaults } from './axe.ts';
import { bundlePage, launch, noBrowser, openPanel } from './browserPage.ts';
import { themes, wear } from './themes.ts';

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: accessibility of the panel, because ${missing}.`);

describe.skipIf(missing !== undefined)('the panel, for everyone', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    [browser, assets] = await Promise.all([launch(), bundlePage()]);
  });
  afterAll(() => browser?.close());

  async function opened(count = 12) {
    const folder = temporaryFolder();
    if (count > 0) await paintPictures(folder, count);
    put(folder, '.next-batch/cache/embeddings/k/0001.npy');
    if (count > 0) put(folder, ['broken.png', 'no image']);
    const { session } = await openSession(folder);
    const panel = await openPanel(browser, assets, session);
    onTestFinished(() => panel.page.close());
    return { ...panel, session };
  }

  /** Each state of the page, as a person comes to it. */
  const states: readonly { readonly name: string; readonly enter: (page: Page) => Promise<unknown> }[] = [
    { name: 'the grid', enter: (page) => page.getByRole('grid').focus() },
    { name: 'the filter', enter: (page) => page.keyboard.press('Control+f') },
    {
      name: 'a filter that leaves nothing',
      enter: async (page) => {
        await page.keyboard.type('no such name');
        await page.keyboard.press('Escape');
        await page.getByText('No image is left in this filter.').waitFor();
      },
    },
    {
      name: 'several images',
      enter: async (page) => {
        await page.getByRole('button', { name: 'Clear Filter' }).click();
        for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
        await page.getByText('4 selected').waitFor();
      },
    },
    {
      name: 'the large image',
      enter: async (page) => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Enter');
        await page.locator('.stage .size').filter({ hasText: '48' }).waitFor();
      },
    },
    { name: 'the help', enter: (page) => page.keyboard.press('?') },
    {
      name: 'the strategies',
      enter: async (page) => {
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: /^Strategy of the next batch/ }).click();
        await page.getByRole('menu').waitFor();
      },
    },
    {
      name: 'the constraints',
      enter: async (page) => {
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: /^Constraints of the next batch/ }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
  ];

  test.each(Object.keys(themes))('has no serious fault in any state, in the theme %s', async (name) => {
    const { page, session } = await opened();
    await page.getByRole('gridcell').first().waitFor();
    await wear(page, themes[name]);
    await session.selectNextBatch();
    const [first, second, third] = session.dataset.images;
    await session.act([
      { kind: 'label', path: first.path, label: 'cat' },
      { kind: 'label', path: second.path, label: 'dog' },
      { kind: 'skip', path: third.path, on: true },
      { kind: 'flag', path: third.path, on: true },
    ]);
    session.ensurePredictions();
    session.show({
      kind: 'error',
      message: 'The disk is full.',
      button: { title: 'Show Log', command: 'showLog' },
    });
    await page.locator('.guess:visible').first().waitFor();
    const found: string[] = [];
    for (const { name: state, enter } of states) {
      await enter(page);
      found.push(...(await seriousFaults(page)).map((fault) => `${state}: ${fault}`));
    }
    expect(found).toEqual([]);
  });

  test('a folder without images has no serious fault either', async () => {
    const { page } = await opened(0);
    await page.getByText('There are no images').waitFor();
    await wear(page, themes.dark);
    expect(await seriousFaults(page)).toEqual([]);
  });

  test('the grid tells a screen reader rows, columns and what is known of each image', async () => {
    const { page, session } = await opened(6);
    await page.setViewportSize({ width: 780, height: 600 });
    const [, second, third] = session.dataset.images;
    await session.act([{ kind: 'label', path: second.path, label: 'cat' }]);
    await session.act([{ kind: 'skip', path: third.path, on: true }]);
    await page.getByRole('gridcell', { name: /cat/ }).waitFor();
    const grid = page.getByRole('grid');
    expect(await grid.ariaSnapshot()).toMatchInlineSnapshot(`
      "- grid "Images":
        - row "a/00.png a/02.png, cat a/04.png, skipped":
          - gridcell "a/00.png" [selected]
          - gridcell "a/02.png, cat": cat
          - gridcell "a/04.png, skipped": skipped
        - row "b/01.png b/03.png b/05.png":
          - gridcell "b/01.png"
          - gridcell "b/03.png"
          - gridcell "b/05.png"
        - row "broken.png":
          - gridcell "broken.png": unreadable"
    `);
    expect(await grid.getAttribute('aria-rowcount')).toBe('3');
    expect(await grid.getAttribute('aria-colcount')).toBe('3');
    const cursor = page.locator(`[id="${await grid.getAttribute('aria-activedescendant')}"]`);
    expect(await cursor.getAttribute('aria-colindex')).toBe('1');
    expect(await cursor.getAttribute('aria-selected')).toBe('true');
  });

  test('everything is there at twice the size of the letters', async () => {
    const { page } = await opened();
    await page.setViewportSize({ width: 550, height: 380 });
    await page.getByRole('gridcell').first().waitFor();
    for (const name of [/^Strategy of/, /^Constraints of/, /^Filter the images/]) {
      await page.getByRole('button', { name }).click();
      const open = page.locator('.popover');
      await open.waitFor();
      const box = await open.boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= 550).toBe(true);
      await page.keyboard.press('Escape');
    }
  });
});
