import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { noBrowser } from '../browserPage.ts';
import { randomPoints } from './pictures.ts';
import {
  bundleScatter,
  launchWithoutGpu,
  openScatter,
  type ScatterWindow,
  softwareWebgl,
} from './scatterPage.ts';

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the scatter plot by WebGL2, because ${missing}.`);

describe.skipIf(missing !== undefined)('the scatter plot by WebGL2', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    [browser, assets] = await Promise.all([launchWithoutGpu(softwareWebgl), bundleScatter()]);
  });
  afterAll(() => browser?.close());

  async function opened(renderer: 'auto' | 'cpu' | 'webgl2') {
    const { page, complaints } = await openScatter(browser, assets, { renderer });
    onTestFinished(() => page.close());
    await page.evaluate(
      (numbers) => {
        const { plot } = window as unknown as ScatterWindow;
        const rows = Array.from({ length: numbers.length / 2 }, (_, row) => row);
        plot.setPoints(Float32Array.from(numbers));
        plot.setLook({
          slots: Uint8Array.from(rows, (row) => row % 12),
          colors: Array.from({ length: 12 }, (_, slot) => `hsl(${30 * slot} 70% 50%)`),
          shapes: Uint8Array.from({ length: 12 }, (_, slot) => slot % 6),
          background: Uint8Array.from({ length: 12 }, (_, slot) => (slot % 3 === 0 ? 1 : 0)),
          hidden: Uint8Array.from(rows, (row) => (row % 5 === 0 ? 1 : 0)),
        });
        plot.setSelected(Uint8Array.from(rows, (row) => (row % 7 === 0 ? 1 : 0)));
      },
      [...randomPoints(900)],
    );
    await rest(page);
    return { page, complaints };
  }

  const rest = (page: Page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 250)));
  const isByGpu = (page: Page) =>
    page.evaluate(() => document.querySelector('canvas')?.getContext('webgl2') !== null);
  const pixels = async (page: Page) =>
    sharp(await page.screenshot())
      .removeAlpha()
      .raw()
      .toBuffer();

  test('draws the same picture as without it, and a processor that plays a GPU is not taken for one', async () => {
    const byGpu = await opened('webgl2');
    expect(await isByGpu(byGpu.page)).toBe(true);
    const byCpu = await opened('auto');
    expect(await isByGpu(byCpu.page)).toBe(false);
    const move = (): void => (window as unknown as ScatterWindow).plot.zoom(2.3);
    for (const { page } of [byGpu, byCpu]) {
      await page.evaluate(move);
      await rest(page);
    }
    const [one, other] = await Promise.all([pixels(byGpu.page), pixels(byCpu.page)]);
    const drawn = one.filter((value) => value < 200).length;
    expect(drawn).toBeGreaterThan(10_000);
    const far = one.reduce((count, value, i) => (Math.abs(value - other[i]) > 24 ? count + 1 : count), 0);
    expect(far / drawn).toBeLessThan(0.002);
    expect([...byGpu.complaints, ...byCpu.complaints].filter((line) => !line.includes('GPU stall'))).toEqual(
      [],
    );
  });

  test('a context that is lost is replaced at once, and taken again when it is back', async () => {
    const { page, complaints } = await opened('webgl2');
    const before = await pixels(page);
    await page.evaluate(() => {
      const gl = document.querySelector('canvas')?.getContext('webgl2');
      const extension = gl?.getExtension('WEBGL_lose_context');
      Object.assign(window, { extension });
      extension?.loseContext();
    });
    await rest(page);
    expect(await isByGpu(page)).toBe(false);
    const without = await pixels(page);
    const far = before.reduce(
      (count, value, i) => (Math.abs(value - without[i]) > 24 ? count + 1 : count),
      0,
    );
    expect(far / before.length).toBeLessThan(0.001);
    await page.evaluate(() =>
      (window as unknown as { extension: WEBGL_lose_context }).extension.restoreContext(),
    );
    await rest(page);
    expect(await isByGpu(page)).toBe(true);
    expect(await pixels(page)).toEqual(before);
    expect(
      complaints.filter((line) => !line.includes('GPU stall') && !line.includes('CONTEXT_LOST')),
    ).toEqual([]);
  });
});
