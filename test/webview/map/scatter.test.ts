import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { noBrowser } from '../browserPage.ts';
import { randomPoints } from './pictures.ts';
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

  test('what is under the mouse is what is drawn there: every row in its own color, whatever lies on whatever', async () => {
    const { page, complaints } = await openScatter(browser, assets, { ratio: 2 });
    onTestFinished(() => page.close());
    const points = [...randomPoints(400)];
    await page.evaluate(showRows, points);
    await expect.poll(async () => (await heard(page)).drawn.at(-1)?.[0]).toBe(400);
    const { found, wrong } = await page.evaluate(comparePixels, 2);
    expect(wrong).toEqual([]);
    expect(found).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
  });

  test('what lies in the same place as ten thousands of the background is seen, and picked', async () => {
    const { page } = await openScatter(browser, assets);
    onTestFinished(() => page.close());
    const count = 70_000;
    await page.evaluate((rows) => {
      const { plot } = window as unknown as ScatterWindow;
      const points = new Float32Array(2 * rows).fill(5);
      points.set([0, 0], 2 * 5);
      points.set([10, 10], 2 * 6);
      plot.setPoints(points);
      const slots = new Uint8Array(rows);
      // The first row is drawn first of all by its order.
      slots[0] = 1;
      plot.setLook({
        slots,
        colors: ['rgb(0 0 200)', 'rgb(200 0 0)'],
        shapes: new Uint8Array(2),
        background: Uint8Array.of(1, 0),
      });
    }, count);
    await expect.poll(async () => (await heard(page)).drawn.at(-1)?.[0]).toBe(count);
    const { x, y } = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
    const [red, , blue] = await page.evaluate(
      ([px, py]) => {
        const pixel = document.querySelector('canvas')?.getContext('2d')?.getImageData(px, py, 1, 1);
        return [...(pixel?.data ?? [])];
      },
      [x, y] as const,
    );
    expect(red).toBeGreaterThan(blue);
    await page.mouse.click(x, y);
    expect((await heard(page)).picked).toEqual([[0, 'replace']]);
  });

  test('a picture that was moved is the picture that would have been drawn', async () => {
    const { page } = await opened([...randomPoints(20_000)]);
    const drawn = async (work: () => void): Promise<string> => {
      await page.evaluate(work);
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
      return page.evaluate(pixelsDigest);
    };
    const before = await drawn(() => {});
    const moved = await drawn(() => {
      const { plot } = window as unknown as ScatterWindow;
      plot.pan(37, -53);
      requestAnimationFrame(() => plot.pan(-90, 11));
    });
    // Another selection has everything drawn anew.
    const anew = await drawn(() => (window as unknown as ScatterWindow).plot.setSelected(undefined));
    expect(moved).toEqual(anew);
    expect(moved).not.toEqual(before);
  });

  test('Escape gives up a line and no more, and shift adds by a rectangle while panning is chosen', async () => {
    const { page } = await opened(five);
    const { x, y } = await placeOf(page, five, 4);
    await page.evaluate(() => {
      addEventListener('keydown', ({ key }) => Object.assign(window, { escaped: key }));
    });
    await page.keyboard.down('Shift');
    await page.mouse.move(x - 30, y - 30);
    await page.mouse.down();
    await page.mouse.move(x, y + 10);
    await page.keyboard.press('Escape');
    await page.mouse.move(x + 30, y + 30);
    await page.mouse.up();
    expect((await heard(page)).selected).toEqual([]);
    await page.mouse.move(x - 30, y - 30);
    await page.mouse.down();
    await page.mouse.move(x + 30, y + 30, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    expect((await heard(page)).selected).toEqual([[[4], 'add']]);
    expect(await page.evaluate(() => (window as unknown as { escaped?: string }).escaped)).not.toBe('Escape');
  });

  test('the wheel zooms around the mouse, dragging moves the picture with the hand', async () => {
    const { page } = await opened(five);
    const before = await placeOf(page, five, 3);
    await page.mouse.move(before.x, before.y);
    await page.mouse.wheel(0, -400);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    const zoomed = await placeOf(page, five, 3);
    expect(Math.hypot(zoomed.x - before.x, zoomed.y - before.y)).toBeLessThan(0.01);
    const other = await placeOf(page, five, 1);
    await page.mouse.down();
    await page.mouse.move(before.x - 60, before.y + 20, { steps: 4 });
    await page.mouse.up();
    const dragged = await placeOf(page, five, 1);
    expect(dragged.x - other.x).toBeCloseTo(-60, 3);
    expect(dragged.y - other.y).toBeCloseTo(20, 3);
    expect((await heard(page)).picked).toEqual([]);
  });

  test.each([
    ['no-preference', true],
    ['reduce', false],
  ] as const)(
    'points go to new places (%s motion) and a view that was chosen stays',
    async (reducedMotion, goes) => {
      const { page } = await opened(five);
      await page.emulateMedia({ reducedMotion });
      const { between, view, end } = await page.evaluate(async (numbers) => {
        const { plot } = window as unknown as ScatterWindow;
        plot.pan(10, 0);
        const before = plot.view;
        const canvas = document.querySelector('canvas');
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const picture = () => canvas?.toDataURL() ?? '';
        plot.setPoints(Float32Array.from(numbers, (value) => 10 - value / 2));
        const pictures = new Set<string>();
        for (let i = 0; i < 40; i++) {
          await frame();
          pictures.add(picture());
        }
        return { between: pictures.size, view: before, end: plot.view };
      }, five);
      expect(end).toEqual(view);
      if (goes) expect(between).toBeGreaterThan(3);
      else expect(between).toBeLessThanOrEqual(2);
    },
  );

  test('two fingers zoom around what lies between them', async () => {
    const { page } = await opened(five);
    const { x, y } = await placeOf(page, five, 4);
    const client = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', spread?: number) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          spread === undefined
            ? []
            : [
                { x: x - spread, y, id: 0 },
                { x: x + spread, y, id: 1 },
              ],
      });
    const before = await page.evaluate(() => (window as unknown as ScatterWindow).plot.view.scale);
    await touch('touchStart', 40);
    for (const spread of [50, 60, 80]) await touch('touchMove', spread);
    await touch('touchEnd');
    const after = await page.evaluate(() => (window as unknown as ScatterWindow).plot.view.scale);
    expect(after / before).toBeCloseTo(2, 1);
    const there = await placeOf(page, five, 4);
    expect(Math.hypot(there.x - x, there.y - y)).toBeLessThan(2);
    expect((await heard(page)).picked).toEqual([]);
  });

  test('draws no frame while nothing changes', async () => {
    const { page } = await opened([...randomPoints(1000)]);
    const frames = await page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const ask = window.requestAnimationFrame;
      let asked = 0;
      window.requestAnimationFrame = (work) => {
        asked++;
        return ask.call(window, work);
      };
      await new Promise((resolve) => setTimeout(resolve, 400));
      return asked;
    });
    expect(frames).toBe(0);
  });
});

/** In the page: a word that stands for the pixels of the points, without what is above them. */
async function pixelsDigest(): Promise<string> {
  const canvas = document.querySelector('canvas');
  const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
  const digest = await crypto.subtle.digest('SHA-1', data ?? new Uint8Array(0));
  return new Uint8Array(digest).join(' ');
}

/** In the page: moves the mouse over every point that is drawn, and compares what is heard with the color there. */
function comparePixels(ratio: number): { found: number; wrong: (readonly number[])[] } {
  const { plot, heard } = window as unknown as ScatterWindow;
  const canvas = document.querySelector('canvas');
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
  if (pixels === undefined) throw new Error('There is no canvas.');
  const wrong: (readonly number[])[] = [];
  let found = 0;
  for (let y = 0; y < pixels.height; y += 3)
    for (let x = 0; x < pixels.width; x += 3) {
      const at = 4 * (y * pixels.width + x);
      const [red, green, blue, opacity] = pixels.data.subarray(at, at + 4);
      const drawn = red / 12 + (20 * green) / 12;
      // At the edges of points colors are mixed: it is the same around the pixel where it is a row's own.
      const isEven = [-4, 4, -4 * pixels.width, 4 * pixels.width].every((way) =>
        [0, 1, 2, 3].every((part) => pixels.data[at + way + part] === pixels.data[at + part]),
      );
      if (!isEven || opacity < 255 || blue !== (7 * drawn ** 2 + 11) % 251) continue;
      plot.element.dispatchEvent(new PointerEvent('pointermove', { clientX: x / ratio, clientY: y / ratio }));
      const row = heard.hovered.at(-1);
      found++;
      if (row !== drawn) wrong.push([x, y, row ?? -1, drawn]);
    }
  return { found, wrong };
}

/** In the page: gives every row a color that says which it is. */
function showRows(numbers: readonly number[]): void {
  const { plot } = window as unknown as ScatterWindow;
  const rows = Array.from({ length: numbers.length / 2 }, (_, row) => row);
  plot.setPoints(Float32Array.from(numbers));
  plot.setLook({
    slots: Uint16Array.from(rows),
    colors: rows.map(
      (row) => `rgb(${12 * (row % 20)} ${12 * Math.floor(row / 20)} ${(7 * row ** 2 + 11) % 251})`,
    ),
    shapes: Uint8Array.from(rows, (row) => row % 6),
    background: Uint8Array.from(rows, (row) => row % 2),
  });
  // What is selected is opaque: its color is what is seen.
  plot.setSelected(new Uint8Array(rows.length).fill(1));
}
