import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { noBrowser } from '../browserPage.ts';
import { bundleScatter, launchWithoutGpu, openScatter, type ScatterWindow } from './scatterPage.ts';

const missing = noBrowser();
if (missing !== undefined) console.log(`Skipped: the scatter plot in a browser, because ${missing}.`);

/** Four corners and the middle of a square. */
const five = [0, 0, 10, 0, 0, 10, 10, 10, 5, 5];

describe.skipIf(missing !== undefined)('the scatter plot in a browser, under the policy of the panel', () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    [browser, assets] = await Promise.all([launchWithoutGpu(), bundleScatter()]);
  });
  afterAll(() => browser?.close());

  async function opened(points: readonly number[]) {
    const { page, complaints } = await openScatter(browser, assets);
    onTestFinished(() => page.close());
    await page.evaluate((numbers) => {
      const { plot } = window as unknown as ScatterWindow;
      plot.setPoints(Float32Array.from(numbers));
      const count = numbers.length / 2;
      plot.setLook({ slots: new Uint8Array(count), colors: ['rgb(200 100 0)'], shapes: new Uint8Array(1) });
    }, points);
    await expect.poll(async () => (await heard(page)).drawn.at(-1)?.[0]).toBe(points.length / 2);
    return { page, complaints };
  }

  const heard = (page: Page) => page.evaluate(() => (window as unknown as ScatterWindow).heard);

  /** Where a row is drawn. */
  const placeOf = (page: Page, points: readonly number[], row: number) =>
    page.evaluate(
      ([x, y]) => {
        const { view } = (window as unknown as ScatterWindow).plot;
        return {
          x: innerWidth / 2 + (x - view.x) * view.scale,
          y: innerHeight / 2 - (y - view.y) * view.scale,
        };
      },
      [points[2 * row], points[2 * row + 1]] as const,
    );

  test('the first lasso works at once, and the points are chosen when the button is let go', async () => {
    const { page, complaints } = await opened(five);
    await page.evaluate(() => (window as unknown as ScatterWindow).plot.setTool('lasso'));
    const { x, y } = await placeOf(page, five, 4);
    await page.mouse.move(x - 40, y - 40);
    await page.mouse.down();
    for (const [dx, dy] of [
      [40, -40],
      [40, 40],
      [-40, 40],
    ])
      await page.mouse.move(x + dx, y + dy);
    await page.mouse.up();
    expect((await heard(page)).selected).toEqual([[[4], 'replace']]);
    expect(complaints).toEqual([]);
  });

  test('a click picks, a double click opens, and one beside all points zooms in', async () => {
    const { page } = await opened(five);
    const { x, y } = await placeOf(page, five, 3);
    await page.mouse.dblclick(x, y);
    await page.mouse.click(x - 60, y + 90);
    const { picked, opened: rows } = await heard(page);
    expect(rows).toEqual([3]);
    expect(picked.slice(0, 2)).toEqual([
      [3, 'replace'],
      [3, 'replace'],
    ]);
    expect(picked[2][0]).toBe(-1);
  });
});
