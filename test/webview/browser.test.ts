import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../shell/sessions.ts';
import { labelsOf, put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { bundlePage, launch, noBrowser, openPanel } from './browserPage.ts';

/** Something is embedded here: enough to ask for predictions. */
const embeddingShard = '.next-batch/cache/embeddings/k/0001.npy';

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the panel in a browser, because ${missing}.`);

describe.skipIf(missing !== undefined)('the panel in a browser, under its policy', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    [browser, assets] = await Promise.all([launch(), bundlePage()]);
  });
  afterAll(() => browser?.close());

  async function opened(prepare: (folder: string, names: string[]) => void = () => {}, count = 12) {
    const folder = temporaryFolder();
    prepare(folder, await paintPictures(folder, count));
    const { session } = await openSession(folder);
    const panel = await openPanel(browser, assets, session);
    onTestFinished(() => panel.page.close());
    const { page } = panel;
    await page.getByRole('gridcell').first().waitFor();
    const cell = (name: string) => page.locator(`[role=gridcell][data-path=${JSON.stringify(name)}]`);
    const cursor = () => page.locator('.cell.is-cursor').getAttribute('data-path');
    return { ...panel, session, folder, cell, cursor };
  }

  test('labels by key, saves each, goes on and back, and complains about nothing', async () => {
    const { page, session, complaints, cell, cursor } = await opened();
    for (const name of ['cat', 'dog']) {
      await page.keyboard.press('/');
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
      await page.locator(`[data-class=${name}]`).waitFor();
    }
    const first = await cursor();
    for (const key of ['1', '2', ' ', '1']) await page.keyboard.press(key);
    await page.getByRole('status').filter({ hasText: 'cat' }).waitFor();
    await page.locator('.progress-line', { hasText: '3 labeled' }).waitFor();
    await expect.poll(() => Object.values(labelsOf(session.dataset))).toEqual(['cat', 'dog', 'skip', 'cat']);
    await cell(first ?? '')
      .getByText('cat')
      .waitFor();

    for (let i = 0; i < 4; i++) await page.keyboard.press('Backspace');
    await page.locator('.progress-line', { hasText: '0 labeled' }).waitFor();
    expect(labelsOf(session.dataset)).toEqual({});
    await expect.poll(cursor).toBe(first);
    expect(complaints).toEqual([]);
  });

  test('keys that are typed into a field label nothing', async () => {
    const { page, session } = await opened();
    const field = page.getByRole('textbox', { name: 'New class' });
    await field.click();
    await page.keyboard.type('1 2 n f ?');
    await page.keyboard.press('Backspace');
    expect(await field.inputValue()).toBe('1 2 n f ');
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await page.getByRole('status').filter({ hasText: 'flagged' }).waitFor();
    expect(Object.values(labelsOf(session.dataset))).toEqual(['!']);
  });

  const odd = ['<img src=x onerror=alert(1)>.png', '100% #1?.png', 'ünï 図 "q" \'s.png'];
  test('shows images with odd names, and takes names for names', async () => {
    const { page, complaints, cell } = await opened((folder, names) => {
      for (const [i, name] of odd.entries()) renameSync(path.join(folder, names[i]), path.join(folder, name));
    });
    for (const name of odd) {
      await cell(name).and(page.locator('.is-loaded')).waitFor();
      await cell(name).click();
      await page.locator('.why .path', { hasText: name }).waitFor();
    }
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a class name with markup is text', async () => {
    const { page, session, complaints } = await opened();
    await session.act([{ kind: 'class-add', name: '<img src=x onerror=alert(1)>' }]);
    await page.locator('.class-name', { hasText: '<img src=x onerror=alert(1)>' }).waitFor();
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a broken image says so in its cell', async () => {
    const { cell } = await opened((folder) => put(folder, ['broken.png', 'no image']));
    await cell('broken.png').and(cell('broken.png').page().locator('.is-broken')).waitFor();
  });

  test('a label that cannot be saved is taken back, with the sentence', async () => {
    const { page, session } = await opened();
    await session.act([{ kind: 'class-add', name: 'cat' }]);
    await page.locator('[data-class=cat]').waitFor();
    await session.dataset.close();
    await page.keyboard.press('1');
    await page.getByRole('alert').filter({ hasText: 'was closed' }).waitFor();
    expect(await page.locator('.cell .chip:visible').count()).toBe(0);
  });

  test('few cells stand for many images, and the last one is reached', async () => {
    const { page, cursor } = await opened((folder) => {
      mkdirSync(path.join(folder, 'many'));
      put(folder, ...Array.from({ length: 1200 }, (_, i) => `many/${String(i).padStart(4, '0')}.png`));
    });
    await page.keyboard.press('End');
    await page.locator('[data-path="many/1199.png"]').waitFor();
    expect(await cursor()).toBe('many/1199.png');
    expect(await page.getByRole('gridcell').count()).toBeLessThan(120);
    expect(await page.getByRole('grid').getAttribute('aria-activedescendant')).toBe('cell-1211');
  });

  test('one image fills the stage, with the same keys, and Escape goes back', async () => {
    const { page, session, cursor } = await opened();
    await session.act([{ kind: 'class-add', name: 'cat' }]);
    await page.locator('[data-class=cat]').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.stage .picture[src]').waitFor();
    const before = await page.locator('.caption .name').textContent();
    await page.keyboard.press('1');
    await page.locator('.progress-line', { hasText: '1 labeled' }).waitFor();
    expect(await page.locator('.caption .name').textContent()).not.toBe(before);
    await page.keyboard.press('Escape');
    await page.locator('.stage').waitFor({ state: 'hidden' });
    expect(await cursor()).not.toBe(before);
  });

  test('the help lists the keys, and what the page shows is kept for a reload', async () => {
    const { page, kept, folder } = await opened();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Skip, or take the skip back').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('ArrowRight');
    await expect.poll(kept).toMatchObject({ folder, filter: { show: { kind: 'all' } }, path: 'a/02.png' });
  });

  test('the predicted class stands on each undecided image, and A and X are about it', async () => {
    const { page, session, complaints } = await opened((folder) => put(folder, embeddingShard));
    const [first, second] = session.dataset.images;
    await session.act([
      { kind: 'label', path: first.path, label: 'cat' },
      { kind: 'label', path: second.path, label: 'dog' },
    ]);
    session.ensurePredictions();
    const predicted = page.locator('[role=gridcell][data-predicted=dog]:visible');
    await expect.poll(() => predicted.count()).toBe(10);
    await page.getByText('Head: label spreading, 87 % in cross-validation').waitFor();
    for (const key of ['n', 'a', 'x']) await page.keyboard.press(key);
    await expect.poll(() => Object.values(labelsOf(session.dataset))).toEqual(['cat', 'dog', 'dog']);
    await expect.poll(() => predicted.count()).toBe(8);
    expect(complaints).toEqual([]);
  });

  test('a menu keeps its keys to itself, and Escape gives them back to the images', async () => {
    const { page, session, complaints } = await opened();
    await session.act([{ kind: 'class-add', name: 'cat' }]);
    await page.locator('[data-class=cat]').waitFor();
    const button = page.getByRole('button', { name: /^Strategy of the next batch/ });
    await button.click();
    await page.getByRole('menuitemradio', { name: 'Automatic' }).and(page.locator(':focus')).waitFor();
    for (const key of ['1', 'ArrowDown']) await page.keyboard.press(key);
    await page.getByRole('menuitemradio', { name: 'Random' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    expect(labelsOf(session.dataset)).toEqual({});
    await page.keyboard.press('1');
    await expect.poll(() => Object.values(labelsOf(session.dataset))).toEqual(['cat']);
    await button.click();
    await page.locator('[data-strategy=random]').click();
    await expect.poll(() => session.settings.selector).toBe('random');
    expect(complaints).toEqual([]);
  });

  test('constraints are changed in place, and a number that is none is put back', async () => {
    const { page, session, complaints } = await opened();
    await page.getByRole('button', { name: /^Constraints of the next batch/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Folders' }).click();
    await expect.poll(() => session.settings.balance).toBe('folder');
    const size = dialog.getByRole('spinbutton', { name: 'Images in a batch' });
    await size.fill('0');
    await size.press('Tab');
    expect(await size.inputValue()).toBe('20');
    await size.fill('7');
    await size.press('Tab');
    await expect.poll(() => session.settings.batchSize).toBe(7);
    const match = dialog.getByRole('textbox', { name: 'Only images that match' });
    await match.fill('a/**');
    await match.press('Tab');
    await expect.poll(() => session.within).toBe('a/**');
    await page.getByRole('button', { name: /Balanced over folders/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('the filter narrows while a person types, says so, and one press clears it', async () => {
    const { page, session, complaints } = await opened();
    await session.act([{ kind: 'class-add', name: 'cat' }]);
    await page.locator('[data-class=cat]').waitFor();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('B/1');
    await expect.poll(() => page.locator('.cell:visible').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByText('1 of 12 images').waitFor();
    expect(labelsOf(session.dataset)).toEqual({});
    await page.keyboard.press('1');
    await expect.poll(() => Object.values(labelsOf(session.dataset))).toEqual(['cat']);
    await page.getByRole('button', { name: 'Clear: name contains “B/1”' }).click();
    await expect.poll(() => page.locator('.cell:visible').count()).toBe(12);
    await page.keyboard.press('Control+f');
    const dialog = page.getByRole('dialog', { name: 'Filter the images' });
    await dialog.getByRole('combobox', { name: 'Folder' }).selectOption('a/');
    await expect.poll(() => page.locator('.cell:visible').count()).toBe(6);
    await dialog.getByRole('combobox', { name: 'Class' }).selectOption('cat');
    await page.keyboard.press('Escape');
    await page.getByText('No image is left in this filter.').waitFor();
    await page.getByRole('button', { name: 'Clear Filter' }).click();
    await expect.poll(() => page.locator('.cell:visible').count()).toBe(12);
    expect(complaints).toEqual([]);
  });

  test('several images are labeled by one key and taken back by one', async () => {
    const { page, session, complaints } = await opened();
    await session.act([{ kind: 'class-add', name: 'cat' }]);
    await page.locator('[data-class=cat]').waitFor();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Control+ArrowRight');
    await page.keyboard.press('Control+ArrowRight');
    await page.keyboard.press('Control+Space');
    await page
      .locator('[role=gridcell]')
      .nth(7)
      .click({ modifiers: ['ControlOrMeta'] });
    await page.getByText('4 selected').waitFor();
    await page.keyboard.press('1');
    await expect.poll(() => Object.values(labelsOf(session.dataset))).toEqual(['cat', 'cat', 'cat', 'cat']);
    await page.getByText('4 selected').waitFor({ state: 'hidden' });
    await page.keyboard.press('Backspace');
    await expect.poll(() => labelsOf(session.dataset)).toEqual({});
    expect(complaints).toEqual([]);
  });

  test('the large image is drawn by its own pixels, and 100 % stays for the next one', async () => {
    const { page, complaints } = await opened();
    await page.keyboard.press('Enter');
    const text = page.locator('.zoom-text');
    await page.locator('.stage .size', { hasText: '48 × 48' }).waitFor();
    const width = (): Promise<number | undefined> =>
      page
        .locator('.stage .picture')
        .boundingBox()
        .then((box) => box?.width);
    expect(await width()).toBeGreaterThan(300);
    await page.keyboard.press('z');
    await expect.poll(() => text.textContent()).toBe('100 %');
    expect(await width()).toBe(48);
    await page.keyboard.press('ArrowRight');
    await page.locator('.caption .name', { hasText: 'a/02.png' }).waitFor();
    await expect.poll(width).toBe(48);
    await page.keyboard.press('+');
    await expect.poll(() => text.textContent()).toBe('140 %');
    await page.keyboard.press('ArrowRight');
    await expect.poll(width).toBeGreaterThan(300);
    await page.getByRole('button', { name: 'Back to the grid (Enter)' }).click();
    await page.locator('.stage').waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
  });

  test('an image that is deleted while it is looked at leaves the one after it, and its label stays', async () => {
    const { page, session, folder, cursor } = await opened();
    await session.act([{ kind: 'label', path: 'a/02.png', label: 'cat' }]);
    await page.keyboard.press('ArrowRight');
    await expect.poll(cursor).toBe('a/02.png');
    rmSync(path.join(folder, 'a/02.png'));
    await session.rescan();
    await expect.poll(cursor).toBe('a/04.png');
    expect(session.dataset.annotations.get('a/02.png')?.label).toBe('cat');
  });

  test('what is typed into any field labels nothing', async () => {
    const { page, session } = await opened();
    await session.act([{ kind: 'class-add', name: 'cat' }]);
    await page.locator('[data-class=cat]').waitFor();
    for (const name of [/^Constraints of/, /^Filter the images/, /^Strategy of/]) {
      await page.getByRole('button', { name }).click();
      const fields = page.locator('.popover').locator('input, select, button');
      for (const field of await fields.all()) {
        await field.focus();
        await page.keyboard.press('1');
      }
      await page.keyboard.press('Escape');
    }
    await page.getByRole('textbox', { name: 'New class' }).focus();
    await page.keyboard.press('1');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.keyboard.press('1');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(100);
    expect(labelsOf(session.dataset)).toEqual({});
  });

  test('a key that is held decides once, and moves as long as it is held', async () => {
    const { page, session, cursor } = await opened();
    await session.act([{ kind: 'class-add', name: 'cat' }]);
    await page.locator('[data-class=cat]').waitFor();
    for (let i = 0; i < 4; i++) await page.keyboard.down('1');
    await page.keyboard.up('1');
    await expect.poll(cursor).toBe('a/02.png');
    for (let i = 0; i < 4; i++) await page.keyboard.down('ArrowRight');
    await expect.poll(cursor).toBe('a/10.png');
    expect(labelsOf(session.dataset)).toEqual({ 'a/00.png': 'cat' });
  });

  test('what stands open closes when Tab leaves it, and keys go to the images', async () => {
    const { page, session } = await opened();
    await session.act([{ kind: 'class-add', name: 'cat' }]);
    await page.locator('[data-class=cat]').waitFor();
    const open = page.locator('.popover, .help');
    for (const press of [
      () => page.keyboard.press('Control+f'),
      () => page.keyboard.press('?'),
      () => page.getByRole('button', { name: /^Strategy of/ }).click(),
      () => page.getByRole('button', { name: 'Change cat' }).click(),
    ]) {
      await press();
      await open.waitFor();
      for (let i = 0; i < 30 && (await open.count()) > 0; i++) await page.keyboard.press('Tab');
      expect(await open.count()).toBe(0);
    }
    await page.keyboard.press('1');
    await expect.poll(() => labelsOf(session.dataset)).toEqual({ 'a/00.png': 'cat' });
  });

  test('an image that is written anew is shown anew, small and large', async () => {
    const { page, session, folder, cell } = await opened();
    const small = () => cell('a/00.png').locator('img').evaluate(widthOf);
    const large = () => page.locator('.stage .picture').evaluate(widthOf);
    await expect.poll(small).toBe(48);
    await page.keyboard.press('Enter');
    await expect.poll(large).toBe(48);
    await sharp({ create: { width: 60, height: 60, channels: 3, background: 'red' } })
      .png()
      .toFile(path.join(folder, 'a/00.png'));
    await session.rescan();
    await expect.poll(large).toBe(60);
    await page.keyboard.press('Escape');
    await expect.poll(small).toBe(60);
  });
});

function widthOf(image: Element): number {
  return (image as HTMLImageElement).naturalWidth;
}
