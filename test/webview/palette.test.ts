import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Act } from '../../src/dataset/types.ts';
import { openSession } from '../shell/sessions.ts';
import { label, labelsOf, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { bundlePage, launch, noBrowser, openPanel } from './browserPage.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the class palette in a browser, because ${missing}.`);

describe.skipIf(missing !== undefined)('the class palette in a browser', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    [browser, assets] = await Promise.all([launch(), bundlePage()]);
  });
  afterAll(() => browser?.close());

  async function opened(classes: readonly string[], more: readonly Act[] = []) {
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 6);
    const { session, set } = await openSession(folder);
    await session.act([...classes.map((name) => ({ kind: 'class-add', name }) as const), ...more]);
    const panel = await openPanel(browser, assets, session);
    const { page } = panel;
    onTestFinished(() => page.close());
    await page.getByRole('gridcell').first().waitFor();
    return { ...panel, session, set, names };
  }

  const rows = (page: Page) => page.locator('.class-row .class-name').allTextContents();
  const row = (page: Page, name: string) => page.locator(`[data-class=${JSON.stringify(name)}]`);
  const status = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();
  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  test('finds by typing, best match first; Enter adds what is typed, and arrows choose what is found', async () => {
    const { page, session } = await opened(['wildcat', 'cat fish', 'bob cat', 'dog']);
    await press(page, '/');
    await page.keyboard.type('Cat');
    await expect.poll(() => rows(page)).toEqual(['cat fish', 'bob cat', 'wildcat']);
    await press(page, 'ArrowDown', 'ArrowDown', 'Enter');
    await expect.poll(() => Object.values(labelsOf(session.dataset))).toEqual(['bob cat']);
    await press(page, '/');
    await page.keyboard.type('cat');
    await press(page, 'Enter');
    await status(page, 'Class cat added. Press 5 to use it.');
    await press(page, '/');
    await page.keyboard.type('wolf');
    await press(page, 'Shift+Enter');
    await status(page, 'is wolf.');
    expect(session.dataset.classes).toEqual(['wildcat', 'cat fish', 'bob cat', 'dog', 'cat', 'wolf']);
  });

  test('renames with F2, offers to merge into a class of that name, and undo takes back', async () => {
    const { page, session, names, complaints } = await opened(['cat', 'tabby', 'dog']);
    await session.act([0, 1, 2].map((i) => ({ kind: 'label', path: names[i], label: i ? 'tabby' : 'cat' })));
    await row(page, 'tabby').focus();
    await press(page, 'F2');
    await page.keyboard.type('tiger');
    await press(page, 'Enter');
    await status(page, 'Class tabby is tiger now.');
    await row(page, 'tiger').and(page.locator(':focus')).waitFor();
    await press(page, 'F2');
    await page.keyboard.type('CAT');
    await press(page, 'Enter');
    await page.getByText('There is already cat with 1 image. Merge 2 images into it?').waitFor();
    await press(page, 'Escape');
    await row(page, 'tiger').and(page.locator(':focus')).waitFor();
    expect(await rows(page)).toEqual(['cat', 'tiger', 'dog']);
    await press(page, 'F2');
    await page.keyboard.type('cat');
    await press(page, 'Enter', 'Enter');
    await status(page, 'Class tiger is part of cat now.');
    expect(Object.values(labelsOf(session.dataset))).toEqual(['cat', 'cat', 'cat']);
    await press(page, 'Backspace');
    await status(page, 'Took back: class tiger is there again, with 2 images.');
    await expect.poll(() => rows(page)).toEqual(['cat', 'tiger', 'dog']);
    expect(complaints).toEqual([]);
  });

  test('says why a new name is refused, and goes on asking for one', async () => {
    const { page } = await opened(['cat', 'dog']);
    await row(page, 'cat').focus();
    await press(page, 'F2');
    await page.keyboard.insertText('a\u0007b');
    await press(page, 'Enter');
    await page.getByRole('alert').filter({ hasText: 'holds a control character' }).waitFor();
    await expect.poll(() => rows(page)).toEqual(['dog']);
    await press(page, 'Escape');
    await expect.poll(() => rows(page)).toEqual(['cat', 'dog']);
  });

  test('moves with Alt and arrows or by dragging, and the digits go along at once', async () => {
    const { page, session } = await opened(['cat', 'dog', 'cow']);
    await row(page, 'cow').focus();
    await press(page, 'Alt+ArrowUp', 'Alt+ArrowUp', '1');
    await expect.poll(() => Object.values(labelsOf(session.dataset))).toEqual(['cow']);
    expect(session.dataset.classes).toEqual(['cow', 'cat', 'dog']);
    await row(page, 'cow').dragTo(row(page, 'dog'), { targetPosition: { x: 40, y: 20 } });
    await expect.poll(() => session.dataset.classes).toEqual(['cat', 'dog', 'cow']);
    await expect.poll(() => rows(page)).toEqual(['cat', 'dog', 'cow']);
  });

  test('gives colors and keys, refuses a key that is a command, and removes what nobody uses', async () => {
    const { page, session, complaints } = await opened(['cat', 'dog']);
    await row(page, 'dog').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Color …' }).click();
    await page.getByRole('menuitemradio', { name: 'Pink' }).click();
    await status(page, 'Class dog has another color.');
    await row(page, 'dog').locator('.class-color-6').waitFor();
    await page.getByRole('button', { name: 'Change dog' }).click();
    await press(page, 'ArrowDown', 'ArrowDown', 'Enter');
    await page.getByRole('dialog', { name: 'Key of dog' }).waitFor();
    await press(page, 'f');
    await page.getByText('F flags images: choose another key, or rebind flag in nextBatch.keys.').waitFor();
    await press(page, 'q');
    await status(page, 'Q labels as dog.');
    await row(page, 'dog').and(page.locator(':focus')).waitFor();
    await press(page, 'q');
    await expect.poll(() => Object.values(labelsOf(session.dataset))).toEqual(['dog']);
    await row(page, 'cat').focus();
    await press(page, 'Delete');
    await status(page, 'Class cat is gone. Undo brings it back.');
    await row(page, 'dog').focus();
    await press(page, 'Delete');
    await page.getByRole('alert').filter({ hasText: 'One image is dog, so the class stays' }).waitFor();
    expect(await rows(page)).toEqual(['dog']);
    expect(complaints).toEqual([]);
  });

  test('keys of the palette stay in the palette, and Escape gives them back to the images', async () => {
    const { page, session } = await opened(['cat', 'dog', 'cow']);
    const cursor = () => page.locator('.cell.is-cursor').getAttribute('data-path');
    const before = await cursor();
    await row(page, 'cat').focus();
    await press(page, 'ArrowDown', 'ArrowDown', 'ArrowUp');
    await row(page, 'dog').and(page.locator(':focus')).waitFor();
    expect(await cursor()).toBe(before);
    await press(page, 'F2');
    await page.keyboard.type('1 n f');
    await press(page, 'Escape', 'Escape', 'ArrowRight');
    await expect.poll(cursor).not.toBe(before);
    expect(labelsOf(session.dataset)).toEqual({});
  });

  test('has no serious fault in the eyes of axe, whatever is open', async () => {
    const { page, session, names } = await opened(['cat', 'dog']);
    await session.act([{ kind: 'label', path: names[0], label: 'cat' }]);
    const faults = async (what: string): Promise<string[]> => {
      const { violations } = await page.evaluate<{ violations: Violation[] }>(
        `${axe}; axe.run(document, { rules: { 'color-contrast': { enabled: false } } })`,
      );
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${what}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    };
    const all = await faults('nothing');
    await row(page, 'dog').focus();
    await press(page, 'F2');
    all.push(...(await faults('rename')));
    await page.keyboard.type('cat');
    await press(page, 'Enter');
    all.push(...(await faults('merge')));
    await press(page, 'Escape');
    await row(page, 'dog').click({ button: 'right' });
    all.push(...(await faults('menu')));
    await page.getByRole('menuitem', { name: 'Color …' }).click();
    all.push(...(await faults('colors')));
    await press(page, 'Escape');
    await row(page, 'dog').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Key …' }).click();
    await press(page, 'f');
    await page.getByRole('alert').waitFor();
    all.push(...(await faults('key')));
    expect(all).toEqual([]);
  });

  test('shows the last acts, the way back to their images, and not those that were taken back', async () => {
    const { page, session, names, complaints } = await opened(['cat', 'dog']);
    await session.act([label(names[0], 'cat')]);
    await session.act(names.slice(1, 4).map((name) => label(name, 'dog')));
    await session.act([{ kind: 'class-rename', name: 'dog', to: 'wolf' }]);
    const acts = () => page.locator('.recent-act').evaluateAll((all) => all.map((one) => one.ariaLabel));
    await expect
      .poll(acts)
      .toEqual([
        '3 images, class dog renamed to wolf',
        '3 images, dog',
        `${names[0]}, cat`,
        'class dog added',
      ]);
    await page.getByRole('button', { name: '3 images, dog' }).click();
    await expect.poll(() => page.locator('[role=gridcell][aria-selected=true]').count()).toBe(3);
    await page.getByRole('button', { name: `${names[0]}, cat` }).click();
    await expect.poll(() => page.locator('.cell.is-cursor').getAttribute('data-path')).toBe(names[0]);
    await press(page, 'Backspace', 'Backspace');
    await expect.poll(acts).toEqual([`${names[0]}, cat`, 'class dog added']);
    expect(complaints).toEqual([]);
  });

  test('F2 in the field renames what is chosen there, and then all classes are listed again', async () => {
    const { page } = await opened(['cat', 'dog', 'cow']);
    await press(page, '/');
    await page.keyboard.type('co');
    await press(page, 'F2');
    await page.keyboard.type('ox');
    await press(page, 'Enter');
    await row(page, 'ox').and(page.locator(':focus')).waitFor();
    expect(await rows(page)).toEqual(['cat', 'dog', 'ox']);
    expect(await page.getByRole('textbox', { name: 'New class' }).inputValue()).toBe('');
  });

  test('keys are those of the setting, also where they are named, and change while the panel is open', async () => {
    const { page, session, set } = await opened(['cat']);
    await set({ keys: { skip: 's', find: 'c', help: 'h' } });
    await page.getByRole('button', { name: 'All keys (H)' }).waitFor();
    await page
      .getByPlaceholder(/Find or add a class\s+\( C \)/)
      .first()
      .waitFor();
    await press(page, 's', 'Space');
    await expect.poll(() => Object.values(labelsOf(session.dataset))).toEqual(['skip']);
    await press(page, 'h');
    const skip = page.locator('.help dl > div', { hasText: 'Skip, or take the skip back' });
    expect(await skip.locator('kbd').textContent()).toBe('S');
    await press(page, 'Escape');
    await set({ keys: { skip: 's', flag: 'S' } });
    await page
      .getByRole('alert')
      .filter({ hasText: 'gives flag the key S, which is the key of skip too' })
      .waitFor();
    await page.getByRole('button', { name: 'All keys (?)' }).waitFor();
  });
});
