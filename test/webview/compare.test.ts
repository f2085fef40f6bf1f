import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { BatchMeasures } from '../../src/core/compare/measures.ts';
import type { PanelCompared, PanelComparison } from '../../src/protocol/comparePanel.ts';
import { firstChosen, isEnough, toggled } from '../../webview/compare/chosen.ts';
import { comparisonCsv } from '../../webview/compare/csv.ts';
import { mixLines } from '../../webview/compare/mix.ts';
import { tableRows } from '../../webview/compare/rows.ts';
import { openSession } from '../shell/sessions.ts';
import { temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { seriousFaults } from './axe.ts';
import { bundlePage, launch, noBrowser, openPanel } from './browserPage.ts';
import { themes, wear } from './themes.ts';

const strategies = ['auto', 'random', 'k-center', 'typiclust', 'margin'].map((id) => ({
  id,
  title: id.toUpperCase(),
  summary: '',
  lacks: id === 'margin' ? 'Needs labels of two classes' : '',
}));

const measures: BatchMeasures = {
  coverage: { radius: 0.9, mean: 0.5 },
  clusters: { touched: 3, fresh: 2 },
  nearness: { closePairs: 1, quartiles: [0, 0.1, 0.2, 0.3, 0.4] },
  mix: [
    { class: 0, count: 3 },
    { class: -1, count: 1 },
  ],
  balance: 0.75,
};

const batch = (selector: string, more: Partial<PanelCompared> = {}): PanelCompared => ({
  selector,
  refusal: '',
  chosen: '',
  why: '',
  picks: [{ path: 'a.png', why: 'First.' }],
  shortfall: 0,
  notes: [],
  measures,
  seconds: 1.25,
  ...more,
});

const comparison = (...done: PanelCompared[]): PanelComparison => ({
  selectors: done.map(({ selector }) => selector),
  strategies: done,
  isRunning: false,
  budget: 4,
  within: '',
  ground: {
    labeled: 2,
    candidates: 10,
    coverage: { radius: 1.2, mean: 0.8 },
    clusters: { by: 'k-means', count: 8, labeled: 1 },
  },
  overlaps: done.map((_, i) =>
    done.map((__, j) => (i === j ? { common: 4, jaccard: 1 } : { common: 1, jaccard: 1 / 7 })),
  ),
  classes: ['cat'],
  notes: [],
  stale: '',
});

describe('what is compared', () => {
  const choices = {
    selector: 'auto',
    batchSize: 4,
    excludeDuplicates: 'near',
    balance: 'none',
    maxPerGroup: 0,
    within: '',
    among: null,
  } as const;

  test('is at first what would choose the next batch, the baseline, and two others; never what cannot run', () => {
    expect(firstChosen({ strategies, choices, comparison: null })).toEqual([
      'auto',
      'random',
      'typiclust',
      'k-center',
    ]);
    const lacking = { ...choices, selector: 'margin' } as const;
    expect(firstChosen({ strategies, choices: lacking, comparison: null })).toEqual([
      'random',
      'typiclust',
      'k-center',
    ]);
    const last = comparison(batch('k-center'), batch('margin'));
    expect(firstChosen({ strategies, choices, comparison: last })).toEqual(['k-center', 'margin']);
  });

  test('is two to four', () => {
    expect(toggled(['a', 'b'], 'b')).toEqual(['a']);
    expect(toggled(['a', 'b', 'c', 'd'], 'e')).toEqual(['a', 'b', 'c', 'd']);
    expect([isEnough(['a']), isEnough(toggled(['a'], 'b'))]).toEqual([false, true]);
  });
});

describe('the table', () => {
  const better: BatchMeasures = { ...measures, coverage: { radius: 0.9, mean: 0.4 } };
  const told = comparison(
    batch('random'),
    batch('typiclust', { measures: better }),
    batch('margin', { refusal: 'No.', picks: [] }),
  );
  const { measures: _, ...refused } = told.strategies[2];
  const shown = { ...told, strategies: [...told.strategies.slice(0, 2), refused] };

  test('marks the best value of a row, where they differ, and has nothing of a strategy that could not run', () => {
    const rows = tableRows(shown, { strategies });
    expect(rows[1]).toMatchObject({
      now: '0.800',
      cells: [
        { text: '0.500', isBest: false },
        { text: '0.400', isBest: true },
        { text: '–', isBest: false },
      ],
    });
    expect(rows[2].cells.map(({ isBest }) => isBest)).toEqual([false, false, false]);
    expect(rows.find(({ title }) => title === 'Shared with RANDOM')?.cells.map(({ text }) => text)).toEqual([
      '–',
      '1 (14 %)',
      '1 (14 %)',
    ]);
  });

  test('is copied as CSV, a name that looks like a formula as a name', () => {
    const csv = comparisonCsv({ ...shown, classes: ['=cat, "big"'] }, { strategies });
    const lines = csv.trimEnd().split('\r\n');
    expect(lines[0]).toBe(',Now,RANDOM,TYPICLUST,MARGIN');
    expect(lines[2]).toBe('Typical distance to a label,0.800,0.500,0.400,');
    expect(lines.at(-2)).toBe('"Expected: =cat, ""big""",,3,3,0');
    expect(lines.at(-1)).toBe('Expected: unknown,,1,1,0');
  });

  test('shows ten of many classes, and what else is expected together', () => {
    const mix = Array.from({ length: 500 }, (_, i) => ({ class: i - 1, count: i === 0 ? 5 : 1 }));
    const lines = mixLines(
      mix,
      Array.from({ length: 499 }, (_, i) => `class ${i}`),
    );
    expect(lines).toHaveLength(12);
    expect(lines.slice(9)).toMatchObject([
      { name: 'class 9' },
      { name: '489 other classes', count: 489 },
      { name: 'unknown', count: 5 },
    ]);
    expect(lines.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });
});

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: comparing in a browser, because ${missing}.`);

describe.skipIf(missing !== undefined)('Compare in a browser, under its policy', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    [browser, assets] = await Promise.all([launch(), bundlePage()]);
  });
  afterAll(() => browser?.close());

  async function opened() {
    const folder = temporaryFolder();
    await paintPictures(folder, 12);
    const { session, engine } = await openSession(folder, { batchSize: 4 });
    const panel = await openPanel(browser, assets, session);
    onTestFinished(() => panel.page.close());
    const { page } = panel;
    await page.getByRole('gridcell').first().waitFor();
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('group', { name: 'Strategies to compare' }).waitFor();
    return { ...panel, session, engine };
  }

  test('chooses strategies, compares, looks at a pick, and takes a batch as it is', async () => {
    const { page, session, engine, complaints } = await opened();
    const group = page.getByRole('group', { name: 'Strategies to compare' });
    await group.getByRole('button', { name: 'Leave K-Center out' }).click();
    await group.getByRole('combobox', { name: 'Add a strategy' }).selectOption('margin');
    await group.locator('vscode-button', { hasText: 'Compare' }).click();
    const table = page.getByRole('table');
    await table.getByText('The strategy margin needs labels.').waitFor();
    expect(engine.compares[0]?.strategies.map(({ selector }) => selector)).toEqual([
      'auto',
      'random',
      'typiclust',
      'margin',
    ]);
    expect(await table.getByRole('columnheader').count()).toBe(5);
    const largest = table.getByRole('row', { name: /Largest distance/ });
    expect(await largest.locator('.is-best').textContent()).toMatch(/0\.800\s+best/);

    const legend = page.getByRole('group', { name: 'Batches on the map' });
    await page.getByText('drawing 12 of 12').waitFor();
    await legend.getByText('several: 4').waitFor();
    for (const title of ['Automatic', 'TypiClust']) await legend.getByRole('button', { name: title }).click();
    await legend.getByText(/several/).waitFor({ state: 'hidden' });

    const images = page
      .getByRole('region', { name: 'Batch of Random' })
      .getByRole('listitem')
      .getByRole('button');
    expect(await images.count()).toBe(4);
    await images.first().locator('img').waitFor();
    await images.first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('1');
    expect(await images.nth(1).evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.keyboard.press('Enter');
    await page.locator('.stage').waitFor();
    await page.keyboard.press('Escape');
    await table.waitFor();
    expect(session.dataset.annotations.size).toBe(0);

    await table
      .getByRole('row', { name: /Next batch/ })
      .locator('vscode-button')
      .nth(1)
      .click();
    await page.getByRole('gridcell').nth(3).waitFor();
    expect(session.batch).toMatchObject({ selector: 'random' });
    expect(await page.getByRole('gridcell').filter({ visible: true }).count()).toBe(4);
    expect(complaints).toEqual([]);
  });

  test('says what changed since, and why a batch can not be taken any more', async () => {
    const { page, session, complaints } = await opened();
    await page.locator('.compare-chooser vscode-button').click();
    await page.getByRole('table').waitFor();
    const path = session.views.compared?.strategies[0].picks[0].path ?? '';
    await session.act([{ kind: 'skip', path, on: true }]);
    await page.getByRole('status').filter({ hasText: 'Labels changed since' }).waitFor();
    await page.locator('.compare-take vscode-button').first().click();
    await page.getByText(/1 of the 4 images .*; compare again/).waitFor();
    expect(session.batch).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  test.each(Object.entries(themes))(
    'has no serious fault for who cannot see it, in the theme %s',
    async (_name, theme) => {
      const { page, session } = await opened();
      await wear(page, theme);
      expect(await seriousFaults(page)).toEqual([]);
      await session.compare(['random', 'k-center', 'margin', 'typiclust']);
      await session.act([
        { kind: 'skip', path: session.views.compared?.strategies[0].picks[0].path ?? '', on: true },
      ]);
      await page.getByText('Labels changed since').waitFor();
      await page.getByText('drawing 12 of 12').waitFor();
      await page.getByRole('button', { name: 'TypiClust', exact: true }).click();
      expect(await seriousFaults(page)).toEqual([]);
    },
  );
});
