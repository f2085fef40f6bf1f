import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { PanelConflict, PanelRelations } from '../../../src/protocol/relationsPanel.ts';
import { paintPictures } from '../../support/pictures.ts';
import { bundlePage, launch, noBrowser, openLinked } from '../browserPage.ts';
import { FakeHost, gridQuery, noRelations, pairQuery } from './fakeHost.ts';

/** Why there is no browser to test in; undefined = there is one. */
export const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the relations in a browser, because ${missing}.`);

/** The view *Relations* in a browser under the policy of the panel, for the tests of a group. `names`: the images, once these begin. */
export function relationsPanel() {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;
  const names: string[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'relations-'));

  beforeAll(async () => {
    const painted = paintPictures(folder, 40);
    [browser, assets] = await Promise.all([launch(), bundlePage()]);
    names.push(...(await painted));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The view open, on what a test says is known. */
  async function opened(
    relations: Partial<PanelRelations> | null,
    { width = 1100, height = 760, messages = {} } = {},
  ) {
    const host = new FakeHost(names, relations && { ...noRelations, ...relations });
    const linked = { folder, link: (page: Page) => host.link(page) };
    const panel = await openLinked(browser, assets, linked, messages);
    onTestFinished(() => panel.page.close());
    const { page } = panel;
    await page.setViewportSize({ width, height });
    await page.getByRole('gridcell').first().waitFor();
    await page.locator('[data-view=relations]').click();
    await page.locator('.relations-head').waitFor();
    const question = () => page.locator('.ask').getAttribute('data-question');
    const chosen = () =>
      page
        .locator('.candidate')
        .evaluateAll((all) =>
          all
            .map((one) =>
              one.classList.contains('is-same') ? '=' : one.classList.contains('is-unsure') ? '?' : '.',
            )
            .join(''),
        );
    const commit = () => page.locator('.ask-buttons vscode-button').first().textContent();
    const status = () => page.locator('footer [role=status]').textContent();
    const focus = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    return { ...panel, host, question, chosen, commit, status, focus };
  }

  const twoGrids = (): Partial<PanelRelations> => ({
    queries: [
      gridQuery('q1', names, 0, { label: 'cat' }),
      gridQuery('q2', names, 10),
      pairQuery('q3', names[30], names[31]),
    ],
  });

  const conflict = (n: number): PanelConflict => {
    const person = { source: '', times: 1 } as const;
    return {
      id: `c${n}`,
      said: { answer: 'a9', a: names[0], b: names[3], relation: 'same', label: '', ...person },
      chain: [
        { answer: 'a1', a: names[1], b: names[0], relation: 'same', label: '', ...person, times: 2 },
        { answer: '', a: names[1], b: '', relation: 'label', label: 'cat', ...person },
        { answer: '', a: names[2], b: '', relation: 'label', label: 'dog', ...person },
        {
          answer: 'a2',
          a: names[2],
          b: names[3],
          relation: 'same',
          label: '',
          ...person,
          source: 'duplicate',
        },
      ],
      ask: { a: names[0], b: names[1] },
    };
  };

  return { names, folder, opened, twoGrids, conflict };
}
