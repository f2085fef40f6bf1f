import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { FakeEngine } from '../../shell/fakeEngine.ts';
import { openSession } from '../../shell/sessions.ts';
import { labelsOf, temporaryFolder } from '../../support/datasets.ts';
import { paintPictures } from '../../support/pictures.ts';
import { seriousFaults } from '../axe.ts';
import { bundlePage, launch, noBrowser, openPanel } from '../browserPage.ts';

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the map in a browser, because ${missing}.`);

describe.skipIf(missing !== undefined)('the map in a browser, under its policy', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    [browser, assets] = await Promise.all([launch(), bundlePage()]);
  });
  afterAll(() => browser?.close());

  /** Twelve pictures on a line from left to right, or where the engine says, with the map in front. */
  async function opened(prepare: (engine: FakeEngine, folder: string) => void = () => {}) {
    const folder = temporaryFolder();
    await paintPictures(folder, 12);
    const { session, engine } = await openSession(folder);
    prepare(engine, folder);
    const panel = await openPanel(browser, assets, session);
    onTestFinished(() => panel.page.close());
    const { page } = panel;
    await page.getByRole('gridcell').first().waitFor();
    await page.getByRole('button', { name: 'Map' }).click();
    await page.locator('section.map').waitFor();
    const names = session.dataset.images.map((image) => image.path);
    return { ...panel, session, engine, folder, names };
  }

  const plot = (page: Page) => page.locator('.scatter');
  const drawn = (page: Page, count: number, of = count) =>
    page.locator('.map-state', { hasText: `drawing ${count} of ${of}` }).waitFor();
  const selected = (page: Page, count: number) =>
    page.locator('.selection-bar', { hasText: `${count} selected` }).waitFor();

  async function addClass(page: Page, name: string): Promise<void> {
    await page.keyboard.press('/');
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await page.locator(`[data-class=${name}]`).waitFor();
  }

  /** Drags over a share of the plot, all heights. */
  async function drag(page: Page, from: number, to: number): Promise<void> {
    const box = await plot(page).boundingBox();
    if (box === null) throw new Error('There is no plot.');
    const { x, y, width, height } = box;
    await page.mouse.move(x + from * width, y + 0.1 * height);
    await page.mouse.down();
    await page.mouse.move(x + to * width, y + 0.9 * height, { steps: 6 });
    await page.mouse.up();
  }

  test('a rectangle selects, a class key labels all, one undo takes it back', async () => {
    const { page, session, complaints, names } = await opened();
    await drawn(page, 12);
    await addClass(page, 'cat');
    await page.getByRole('button', { name: 'Rectangle' }).click();
    await drag(page, 0.001, 0.5);
    await selected(page, 6);
    await page.keyboard.press('1');
    await expect.poll(() => Object.keys(labelsOf(session.dataset))).toEqual(names.slice(0, 6));
    await page.locator('.map-legend li', { hasText: 'cat' }).getByText('6').waitFor();
    await selected(page, 6);
    await page.keyboard.press('Backspace');
    await expect.poll(() => labelsOf(session.dataset)).toEqual({});
    await selected(page, 6);
    await drag(page, 0.001, 0.002);
    await page.getByRole('status').getByText('No image lies there; nothing is selected.').waitFor();
    expect(await page.getByRole('button', { name: 'Names' }).getAttribute('aria-pressed')).toBe('false');
    expect(complaints).toEqual([]);
  });

  test('the legend hides kinds and shows them again', async () => {
    const { page, session } = await opened();
    await drawn(page, 12);
    await session.act([{ kind: 'label', path: session.dataset.images[0].path, label: 'cat' }]);
    await page.getByRole('button', { name: 'Hide cat' }).or(page.getByTitle('Hide cat')).click();
    await drawn(page, 11);
    await page.getByTitle('Show cat').click();
    await drawn(page, 12);
    await page.getByTitle('Show only cat').click({ force: true });
    await drawn(page, 1);
  });

  test('arrow keys go from point to point, Enter opens the image, Escape comes back', async () => {
    const { page, complaints, names } = await opened();
    await drawn(page, 12);
    await plot(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.why .path', { hasText: names[1] }).waitFor();
    await page.keyboard.press('Shift+ArrowRight');
    await selected(page, 2);
    await page.keyboard.press('Escape');
    await page.locator('.selection-bar').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.locator('.stage:not([hidden])').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.stage').waitFor({ state: 'hidden' });
    await page.keyboard.press('ArrowLeft');
    await page.locator('.why .path', { hasText: names[1] }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('pointing at a point shows its picture and what is known of it', async () => {
    const { page, session, complaints } = await opened();
    await drawn(page, 12);
    const [{ path: first }] = session.dataset.images;
    await session.act([{ kind: 'label', path: first, label: 'cat' }]);
    const box = await plot(page).boundingBox();
    if (box === null) throw new Error('There is no plot.');
    const ring = page.locator('.scatter-ring.is-cursor').first();
    const at = await ring.boundingBox();
    if (at === null) throw new Error('There is no ring around the cursor.');
    await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
    const card = page.locator('.map-card');
    await card.getByText(first).waitFor();
    await card.getByText('cat').waitFor();
    await card.locator('img').waitFor();
    expect(complaints).toEqual([]);
  });

  test('file names that are looked for are counted and can be selected', async () => {
    const { page, names } = await opened();
    await drawn(page, 12);
    await page.getByRole('textbox', { name: 'Find file names' }).fill(names[3]);
    await page.getByRole('button', { name: 'Select 1' }).click();
    await page.locator('.why .path', { hasText: names[3] }).waitFor();
  });

  test('the table says in words what lies near the cursor', async () => {
    const { page, names } = await opened();
    await drawn(page, 12);
    await page.getByRole('button', { name: 'Table' }).click();
    const rows = page.locator('.map-table tbody tr');
    await expect.poll(() => rows.first().locator('button').textContent()).toBe(names[0]);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(names[0]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => rows.first().locator('button').textContent()).toBe(names[1]);
  });

  test('where nothing is embedded there is one button, and how long it takes', async () => {
    const { page, complaints } = await opened((engine) => {
      engine.project = async ({ labels, method }) => ({
        method,
        points: new Float32Array(2 * labels.length).fill(Number.NaN),
        share: 1,
        key: 'none',
        isCached: false,
        notes: [],
        seconds: 0,
      });
      engine.tryEncoder = async ({ images }) => ({
        encoder: { key: 'k', name: 'fake', dimensions: 2, inputSize: [8, 8], notes: [] },
        images: [],
        unreadable: [],
        secondsPerImage: 20,
        remaining: images.length,
        secondsLeft: 240,
        sheet: '',
      });
    });
    const empty = page.locator('.map-empty');
    await empty.getByText('12 images must be embedded first').waitFor();
    await empty.getByText('about 4 min').waitFor();
    expect(await empty.getByText('Embed Folder').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('an image that is deleted leaves the map; all at one place are drawn', async () => {
    const { page, session, folder, names, complaints } = await opened((engine) => {
      engine.project = async ({ labels, method }) => ({
        method,
        points: new Float32Array(2 * labels.length),
        share: 1,
        key: 'one place',
        isCached: false,
        notes: [],
        seconds: 0,
      });
    });
    await drawn(page, 12);
    rmSync(path.join(folder, names[0]));
    await session.rescan();
    await drawn(page, 11);
    expect(complaints).toEqual([]);
  });

  test('the map that refines says how far it is, can be stopped, and goes on', async () => {
    const { page } = await opened((engine) => {
      engine.isSlow = true;
      const { project } = engine;
      engine.project = (request, options) => {
        options?.onProgress?.({ phase: 'layout', done: 42, total: 100 });
        return project(request, options);
      };
    });
    const state = page.locator('.map-state');
    await state.getByText('refining 42 %').waitFor();
    await state.getByRole('button', { name: 'Stop' }).click();
    await state.getByText('stopped').waitFor();
    await state.getByRole('button', { name: 'Go on' }).click();
    await state.getByText('refining 42 %').waitFor();
  });

  test('is looked at after a reload as it was before', async () => {
    const { page, kept } = await opened();
    await drawn(page, 12);
    await page.getByLabel('Color by').selectOption('folder');
    await expect.poll(kept).toMatchObject({ view: 'map', looks: { map: { by: 'folder' } } });
  });

  test('is for everyone: the plot with a selection, and the table', async () => {
    const { page } = await opened();
    await drawn(page, 12);
    await plot(page).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await selected(page, 2);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Table' }).click();
    await page.locator('.map-table tbody tr').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });
});
