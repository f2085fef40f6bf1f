import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { openSession } from '../shell/sessions.ts';
import { labelsOf, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { seriousFaults } from './axe.ts';
import { bundlePage, launch, noBrowser, openPanel } from './browserPage.ts';
import { themes, wear } from './themes.ts';

/** The page with one view beside the batch: the list of clusters. */
const onlyTheList: Plugin = {
  name: 'only-the-list',
  setup({ onLoad }) {
    onLoad({ filter: /views\/registry\.ts$/ }, () => ({
      contents: `
        export const views = [
          { name: 'map', title: 'Map', hasClasses: true, load: () => import('../../test/webview/clusterListView.ts') },
        ];
        export const viewEntry = (name) => views.find((entry) => entry.name === name);`,
      loader: 'ts',
      resolveDir: path.resolve('webview/views'),
    }));
  },
};

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: clusters in a browser, because ${missing}.`);

describe.skipIf(missing !== undefined)('the list of clusters in a browser', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    const style = readFileSync('webview/map/clusterList.css');
    const [launched, bundle] = await Promise.all([launch(), bundlePage(onlyTheList)]);
    browser = launched;
    assets = new Map([...bundle, ['map.css', style]]);
  });
  afterAll(() => browser?.close());

  async function opened() {
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 12);
    const { session, engine } = await openSession(folder);
    const panel = await openPanel(browser, assets, session);
    const { page } = panel;
    onTestFinished(() => page.close());
    await page.getByRole('gridcell').first().waitFor();
    for (const name of ['cat', 'dog']) {
      await page.keyboard.press('/');
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
      await page.locator(`[data-class=${name}]`).waitFor();
    }
    await page
      .getByRole('tab', { name: 'Map' })
      .or(page.getByRole('button', { name: 'Map' }))
      .click();
    const row = (name: string) => page.locator('.cluster-main', { hasText: name });
    const press = (name: string) => page.locator('.clusters').getByText(name, { exact: true }).click();
    const waitForStatus = (text: string | RegExp) =>
      page.getByRole('status').filter({ hasText: text }).waitFor();
    const group = async () => {
      await press('Auto');
      await row('Cluster 1').waitFor();
    };
    return { ...panel, session, engine, names, row, press, group, waitForStatus };
  }

  test('groups, labels a whole cluster by one key, and takes that back by one undo', async () => {
    const { page, session, row, group, press, waitForStatus, complaints, names } = await opened();
    await group();
    await waitForStatus('2 clusters.');
    await row('Cluster 2').click();
    await waitForStatus('6 images selected');
    await page.keyboard.press('2');
    await expect.poll(() => Object.values(labelsOf(session.dataset))).toEqual(Array(6).fill('dog'));
    expect(Object.keys(labelsOf(session.dataset))).toEqual(names.filter((_, i) => i % 2 === 1));
    await row('dog').filter({ hasText: '6 images · 6 labeled · 100 % pure' }).waitFor();
    await page.keyboard.press('Backspace');
    await expect.poll(() => labelsOf(session.dataset)).toEqual({});
    await page.getByTitle('2 clusters: silhouette 0.40, the best').waitFor();
    await press('Show in grid');
    await page.locator('.filter-line', { hasText: 'Cluster 2' }).waitFor();
    expect(await page.getByRole('gridcell').count()).toBe(6);
    await page.getByText('Back to the map').click();
    await row('Cluster 2').waitFor();
    expect(complaints).toEqual([]);
  });

  test('is gone through by arrows, and selects what is not labeled yet', async () => {
    const { page, session, row, group, press, waitForStatus } = await opened();
    await group();
    await row('Cluster 1').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('.cluster-main:focus').textContent()).toMatch(/Cluster 2\s+6 images/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await waitForStatus('Cluster 1: 6 images selected');
    const [first] = session.dataset.images;
    await session.act([{ kind: 'label', path: first.path, label: 'cat' }]);
    await press('Select 5 unlabeled');
    await waitForStatus('5 images without a label selected');
    await page.keyboard.press('2');
    await expect
      .poll(() => Object.values(labelsOf(session.dataset)).sort())
      .toEqual(['cat', ...Array(5).fill('dog')]);
    await row('83 % pure').waitFor();
  });

  test('splits one, and gives one to choose the next batch from', async () => {
    const { page, session, row, group, press, waitForStatus } = await opened();
    await group();
    await press('Split');
    await waitForStatus('Cluster 1 is split into Cluster 2, Cluster 3.');
    await row('3 images').first().click();
    await press('Next batch from it');
    await waitForStatus('The next batch is chosen from Cluster 2 only');
    expect(session.among?.paths.size).toBe(3);
    await page.getByTitle('Only images of Cluster 2 (3 images).').click();
    await page.getByTitle('Choose from all images again').click();
    await expect.poll(() => session.among).toBeUndefined();
  });

  test.each(Object.entries(themes))('has no serious fault for anyone in the theme %s', async (_, theme) => {
    const { page, session, row, group } = await opened();
    await group();
    for (const image of session.dataset.images.slice(0, 8))
      await session.act([{ kind: 'label', path: image.path, label: 'cat' }]);
    await wear(page, theme);
    await row('100 % pure').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByText('Find similar').click();
    await page.locator('.filter-line', { hasText: 'Like' }).getByText('Less like these').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });

  test('says what is missing, with the way out', async () => {
    const { page, engine, press } = await opened();
    engine.cluster = async () => {
      throw new UserError('needs-input', 'None of the images has an embedding yet; run Embed Folder first.');
    };
    await press('Auto');
    await page.getByRole('alert').filter({ hasText: 'run Embed Folder first' }).waitFor();
    await page.locator('.clusters').getByText('Embed Folder', { exact: true }).waitFor();
  });
});
