import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { cancelled } from '../../src/core/errors.ts';
import type { PanelInsights } from '../../src/protocol/insightsPanel.ts';
import { openSession } from '../shell/sessions.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { seriousFaults } from './axe.ts';
import { bundlePage, launch, noBrowser, openPanel } from './browserPage.ts';
import { themes, wear } from './themes.ts';

const embeddingShard = '.next-batch/cache/embeddings/k/0001.npy';
const markup = '<script>alert(1)</script>&"dog"';

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the insights in a browser, because ${missing}.`);

/** Curves of three points, as the engine would measure them. */
const measured: PanelInsights = {
  coverage: {
    points: [20, 40, 60].map((labels, i) => ({
      labels,
      radius: 1.2 - i / 10,
      mean: 0.7 - i / 8,
      groups: 0.4 + i / 5,
      covered: 0.5 + i / 5,
      near: 0.3 + i / 5,
    })),
    images: 300,
    groups: 17,
    reach: 0.6,
  },
  learning: {
    points: [20, 40, 60].map((labels, i) => ({
      labels,
      accuracy: { mean: 0.6 + i / 10, standardError: 0.04 },
      random: { mean: 0.55 + i / 9, deviation: 0.03, selections: 6 },
    })),
    heldOut: 58,
    labels: 60,
    repeats: 3,
  },
  agreements: [null, { mean: 0.75, standardError: 0.1 }],
  stop: {
    shouldStop: false,
    why: 'Nothing says that labels stop paying yet.',
    signals: [{ name: 'coverage', isMet: false, text: '81.0 % of the images lie in a group with a label.' }],
  },
};

describe.skipIf(missing !== undefined)('the insights in a browser, under the policy', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    [browser, assets] = await Promise.all([launch(), bundlePage()]);
  });
  afterAll(() => browser?.close());

  async function opened({ labels = 0, files = [embeddingShard], batches = 0 } = {}) {
    const folder = temporaryFolder();
    await paintPictures(folder, 24);
    put(folder, ...files);
    const { session, engine } = await openSession(folder, { batchSize: 5, totalBudget: 40 });
    engine.insights = async (_, options) => {
      options?.onPart?.({ ...measured, learning: null, stop: null });
      return { ...measured, seconds: 1 };
    };
    for (let b = 0; b < batches; b++) {
      await session.selectNextBatch();
      const picks = session.batch?.picks ?? [];
      for (const [i, pick] of picks.entries())
        await session.act([{ kind: 'label', path: pick.path, label: i % 2 === 0 ? 'cat' : markup }]);
    }
    const rest = session.dataset.images.slice(0, labels);
    for (const [i, { path: image }] of rest.entries())
      await session.act([{ kind: 'label', path: image, label: i % 2 === 0 ? 'cat' : markup }]);
    const panel = await openPanel(browser, assets, session);
    onTestFinished(() => panel.page.close());
    const { page } = panel;
    await page.locator('.progress-line').waitFor();
    await page.getByRole('button', { name: 'Insights', exact: true }).click();
    return { ...panel, session, engine, folder };
  }

  test('show curves, counts and batches, and complain about nothing', async () => {
    const { page, complaints } = await opened({ batches: 2 });
    await page.getByRole('heading', { name: 'Learning curve' }).waitFor();
    for (const title of ['Coverage', 'Class balance', 'Distance to the nearest label', 'Batches'])
      await page.getByRole('heading', { name: title, exact: true }).waitFor();
    await page.getByText('Nothing says that labels stop paying yet.').waitFor();
    const rows = page.locator('.batch-table tbody tr');
    await expect.poll(() => rows.count()).toBe(2);
    const cells = await rows.first().locator('th, td').allTextContents();
    expect(cells.slice(2, 5).map((text) => text.trim().replaceAll(/\s+/g, ' '))).toEqual([
      '5 of 5',
      '5',
      '75.0 %± 10.0 %',
    ]);
    expect(await page.locator('.chart script').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('points have the focus by the arrow keys, and say what they are', async () => {
    const { page } = await opened({ batches: 1 });
    const chart = page.getByRole('group', { name: 'Learning curve' });
    await chart.locator('.point').first().focus();
    const said = page.locator('figure', { hasText: 'Learning curve' }).locator('.readout');
    await expect.poll(() => said.textContent()).toBe('20 labels: 60.0 % ± 4.0 % right');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => said.textContent()).toBe('40 labels: 70.0 % ± 4.0 % right');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => said.textContent()).toMatch(/^40 random labels: 66\.1 % right/);
    const bars = page.getByRole('group', { name: 'Class balance' });
    await bars.locator('.row').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      `${markup}: 2 labels, 40.0 %`,
    );
  });

  test('numbers stand in a table, for screen readers always, and are copied as CSV', async () => {
    const copied = vi.spyOn(vscode.env.clipboard, 'writeText');
    onTestFinished(() => copied.mockRestore());
    const { page } = await opened({ batches: 1 });
    const figure = page.locator('figure', { hasText: 'Class balance' });
    const table = figure.getByRole('table', { name: 'Class balance' });
    await expect.poll(() => table.getByRole('row').count()).toBe(3);
    await figure.getByRole('button', { name: 'Show the Numbers' }).click();
    await expect.poll(() => figure.locator('svg.chart').isVisible()).toBe(false);
    await figure.getByRole('button', { name: 'Copy as CSV' }).click();
    await expect
      .poll(() => copied.mock.calls[0]?.[0])
      .toBe('Class,Labels\r\ncat,3\r\n"<script>alert(1)</script>&""dog""",2\r\n');
    await page.getByRole('status').filter({ hasText: 'Copied as CSV.' }).waitFor();
  });

  test('a chart is saved as an SVG that stands alone: valid, styled, without script', async () => {
    const written: string[] = [];
    const dialog = vi
      .spyOn(vscode.window, 'showSaveDialog')
      .mockImplementation(async (options) => options?.defaultUri);
    const write = vi.spyOn(vscode.workspace.fs, 'writeFile').mockImplementation(async (_, bytes) => {
      written.push(Buffer.from(bytes).toString());
    });
    onTestFinished(() => {
      dialog.mockRestore();
      write.mockRestore();
    });
    const { page, folder } = await opened({ batches: 1 });
    await page
      .locator('figure', { hasText: 'Class balance' })
      .getByRole('button', { name: 'Save SVG' })
      .click();
    await expect.poll(() => written.length).toBe(1);
    expect(dialog.mock.calls[0][0]?.defaultUri?.fsPath).toBe(
      path.join(path.dirname(folder), 'class-balance.svg'),
    );
    const [text] = written;
    const facts = await page.evaluate((svg) => {
      const { documentElement, ...parsed } = new DOMParser().parseFromString(svg, 'image/svg+xml');
      void parsed;
      return {
        root: documentElement.tagName,
        names: [...documentElement.querySelectorAll('text')].map((element) => element.textContent),
        elements: [...new Set([...documentElement.querySelectorAll('*')].map(({ tagName }) => tagName))],
        attributes: [...documentElement.querySelectorAll('*')].flatMap((element) =>
          element.getAttributeNames().filter((name) => /^on|href|style|tabindex|data-/.test(name)),
        ),
      };
    }, text);
    expect(facts.root).toBe('svg');
    expect(facts.names).toContain(`${[...markup].slice(0, 23).join('')}…`);
    expect(
      facts.elements.filter((name) => ['script', 'image', 'use', 'foreignObject'].includes(name)),
    ).toEqual([]);
    expect(facts.attributes).toEqual([]);
    expect(text).toMatch(/prefers-color-scheme:dark/);
    expect(text).not.toContain('<!--');
    // Every class that is drawn has a color there.
    const used = new Set([...text.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) => names.split(' ')));
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? '';
    for (const name of ['bar', 'row', 'chart']) used.delete(name);
    expect([...used].filter((name) => !style.includes(`.${name}`))).toEqual([]);
  });

  test('what is done with a batch is asked of the host', async () => {
    const run = vi.spyOn(vscode.commands, 'executeCommand').mockResolvedValue(undefined);
    onTestFinished(() => run.mockRestore());
    const { page, folder } = await opened({ batches: 1 });
    await page.getByRole('button', { name: 'Replay Batch 1' }).click();
    await expect.poll(() => run.mock.calls).toEqual([['nextBatch.replayBatch', { folder, batch: '0001' }]]);
  });

  test('before there is anything to show they say what will be here, with one way on', async () => {
    const { page, engine } = await opened();
    await page.getByText('Once images are labeled').waitFor();
    expect(await page.locator('.view vscode-button').allInnerTexts()).toEqual(['Select Next Batch']);
    const asked = vi.spyOn(engine, 'insights');
    expect(asked).not.toHaveBeenCalled();
  });

  test('without embeddings they offer to make them, and count what can be counted', async () => {
    const { page } = await opened({ labels: 3, files: [] });
    await page.getByText('no labeled image of this folder is embedded with this encoder yet').waitFor();
    await page.getByRole('heading', { name: 'Class balance' }).waitFor();
    expect(await page.locator('.view .measuring vscode-button').allInnerTexts()).toEqual(['Embed Folder']);
  });

  test('with few labels they say when the curve begins', async () => {
    const { page, engine } = await opened({ labels: 1 });
    engine.insights = async () => ({ ...measured, learning: null, stop: null, seconds: 0 });
    await page.getByText('begins with labels of two classes, 10 in all; there are 1').waitFor();
  });

  test('with an encoder that has embedded nothing they offer to embed, and are measured when that is done', async () => {
    const { page, engine, session } = await opened({ batches: 1 });
    await page.getByRole('heading', { name: 'Learning curve' }).waitFor();
    const nothing = { coverage: null, learning: null, agreements: [null], stop: null, seconds: 0 };
    engine.insights = async () => nothing;
    await page.getByRole('button', { name: 'Batch', exact: true }).click();
    await page.getByRole('gridcell').first().click();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Insights', exact: true }).click();
    await page.getByText('no labeled image of this folder is embedded with this encoder yet').waitFor();
    engine.insights = async () => ({ ...measured, seconds: 1 });
    await page.getByRole('button', { name: 'Embed Folder' }).waitFor();
    await session.embed();
    await page.getByRole('heading', { name: 'Learning curve' }).waitFor();
  });

  test('measuring can be stopped, and gives way to a job', async () => {
    const { page, engine, session } = await opened({ batches: 1 });
    await page.getByRole('heading', { name: 'Learning curve' }).waitFor();
    let asked = 0;
    engine.insights = (_, options) => {
      asked++;
      return new Promise((_resolve, reject) =>
        options?.signal?.addEventListener('abort', () => reject(cancelled()), { once: true }),
      );
    };
    await session.act([{ kind: 'label', path: session.dataset.images[9].path, label: 'cat' }]);
    await page.getByRole('button', { name: 'Measure Again' }).click();
    await page.getByText('Measuring …').waitFor();
    await expect.poll(() => asked).toBe(1);
    await session.embed();
    await expect.poll(() => asked).toBe(2);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Measure', exact: true }).waitFor();
  });

  test.each(Object.entries(themes))(
    'have no serious fault for who cannot see them, in the theme %s',
    async (name, theme) => {
      const { page } = await opened({ batches: 2 });
      await page.getByRole('heading', { name: 'Learning curve' }).waitFor();
      await wear(page, theme);
      expect(await seriousFaults(page)).toEqual([]);
      if (process.env.INSIGHTS_PICTURES === undefined) return;
      await page.setViewportSize({ width: 1280, height: 1500 });
      await page.screenshot({ path: `.build/insights-${name}.png` });
    },
  );
});
