// The scatter plot of the map in a headless Chromium without a GPU, 1200 x 900: time between frames while it is panned
// and zoomed for five seconds, how long a lasso takes, and the memory of the page.
//   node --import tsx test/acceptance/mapFrames.ts
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { findChromium } from '../e2e/chromium.mjs';
import { quantile, tenth } from '../e2e/largePanel.ts';
import { report, skip } from '../support/measurement.ts';
import {
  bundleScatter,
  launchWithoutGpu,
  openScatter,
  type ScatterWindow,
} from '../webview/map/scatterPage.ts';

const seconds = 5;
const sets = [
  { count: 100_000, p50: 16, p95: 33 },
  { count: 1_000_000, p50: 33, p95: 60 },
];
/** Frames as quick as they come: the display's 60 per second would hide what is below 16.7 ms, and round the rest up. */
const unlimited = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];

type Gesture = 'pan' | 'pan closer' | 'pan with contours' | 'zoom';

async function main(): Promise<void> {
  if (findChromium() === undefined) return skip('map: time between frames', 'there is no Chromium');
  const assets = await bundleScatter();
  for (const [flags, words] of [
    [unlimited, 'frames as quick as they come'],
    [[], 'a display of 60 frames per second'],
  ] as const) {
    const browser = await launchWithoutGpu(flags);
    try {
      for (const set of sets)
        for (const ratio of flags.length > 0 ? [1, 2] : [1])
          await measure(browser, assets, set, ratio, words);
    } finally {
      await browser.close();
    }
  }
}

async function measure(
  browser: Browser,
  assets: ReadonlyMap<string, Uint8Array>,
  { count, p50, p95 }: (typeof sets)[number],
  ratio: number,
  words: string,
): Promise<void> {
  const { page } = await openScatter(browser, assets, { width: 1200, height: 900, ratio });
  const name = `map of ${count.toLocaleString('en')} points, pixel ratio ${ratio}, ${words}`;
  const shown = await page.evaluate(showPoints, count);
  const isAsked = ratio === 1 && words.startsWith('frames');
  for (const gesture of ['pan', 'pan closer', 'pan with contours', 'zoom'] as const) {
    const gaps = await page.evaluate(moveFor, { seconds, gesture });
    const decide = isAsked && (gesture === 'pan' || gesture === 'pan closer');
    for (const [quantity, limit] of [
      [0.5, p50],
      [0.95, p95],
    ] as const) {
      const value = tenth(quantile(gaps, quantity));
      report({
        item: `${name}: ${gesture}, time between frames, p${100 * quantity}`,
        value,
        unit: 'ms',
        target: decide ? `<= ${limit}` : '',
        pass: decide ? value <= limit : null,
      });
    }
  }
  if (!isAsked) return void (await page.close());
  report({
    item: `${name}: first picture of all points`,
    value: tenth(shown),
    unit: 'ms',
    target: '',
    pass: null,
  });
  for (const wanted of [10_000, 0.9 * count]) {
    const lasso = await page.evaluate(lassoRows, wanted);
    report({
      item: `${name}: lasso of ${lasso.rows.toLocaleString('en')} points`,
      value: tenth(lasso.milliseconds),
      unit: 'ms',
      target: '< 100',
      pass: lasso.milliseconds < 100,
    });
  }
  report({
    item: `${name}: memory of the page`,
    value: await memoryOf(browser, page),
    unit: 'MB',
    target: '',
    pass: null,
  });
  await page.close();
}

/** In the page: ten blobs, of which one point in eight lies far out; returns how long the first whole picture took. */
async function showPoints(count: number): Promise<number> {
  const { plot, heard } = window as unknown as ScatterWindow;
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const points = new Float32Array(2 * count);
  const slots = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const blob = Math.floor(random() * 10);
    const spread = random() < 0.125 ? 2 : 0.8;
    points[2 * row] = 5 * Math.cos(blob * 0.63) + spread * normal();
    points[2 * row + 1] = 4 * Math.sin(blob * 0.63) + spread * normal();
    slots[row] = blob;
  }
  const colors = slots
    .slice(0, 10)
    .reduce<string[]>((all) => [...all, `hsl(${36 * all.length} 60% 55%)`], []);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const started = performance.now();
  plot.setPoints(points);
  plot.setLook({ slots, colors, shapes: new Uint8Array(10) });
  while (heard.drawn.at(-1)?.[0] !== count) await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - started;
}

/** In the page: goes round in circles, or in and out, and returns the times between frames. */
async function moveFor({
  seconds: length,
  gesture,
}: {
  readonly seconds: number;
  readonly gesture: Gesture;
}): Promise<number[]> {
  const { plot } = window as unknown as ScatterWindow;
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  plot.fit();
  if (gesture === 'pan closer') plot.zoom(3);
  plot.setDensity(gesture === 'pan with contours');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const gaps: number[] = [];
  const started = await frame();
  for (let last = started; last < started + length * 1000; ) {
    const now = await frame();
    // As far each time as a hand goes in a frame of a display, however quick the frames are here.
    const angle = (gaps.length / 60) * Math.PI;
    const way = 700 / 60;
    gaps.push(now - last);
    if (gesture === 'zoom') plot.zoom(Math.exp((Math.cos(angle) * way) / 400));
    else plot.pan(Math.cos(angle) * way, Math.sin(angle) * way);
    last = now;
  }
  return gaps;
}

/** In the page: a lasso with real pointer events around the middle of a blob that grows until it holds so many points. */
async function lassoRows(wanted: number): Promise<{ readonly rows: number; readonly milliseconds: number }> {
  const { plot, heard } = window as unknown as ScatterWindow;
  plot.fit();
  plot.setTool('lasso');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { x, y, scale } = plot.view;
  const middle = [innerWidth / 2 + (5 - x) * scale, innerHeight / 2 + y * scale];
  const send = (type: string, clientX: number, clientY: number): boolean =>
    plot.element.dispatchEvent(
      new PointerEvent(type, {
        clientX,
        clientY,
        pointerId: 1,
        bubbles: true,
        button: 0,
        pointerType: 'mouse',
      }),
    );
  // A pointer that is not there cannot be captured.
  plot.element.setPointerCapture = () => {};
  for (let radius = 4; ; radius *= 1.2) {
    const at = (i: number): [number, number] => {
      const angle = (i / 200) * 2 * Math.PI;
      const wave = radius * (1 + 0.1 * Math.sin(7 * angle));
      return [middle[0] + wave * Math.cos(angle), middle[1] + wave * Math.sin(angle)];
    };
    send('pointerdown', ...at(0));
    for (let i = 1; i < 200; i++) send('pointermove', ...at(i));
    const started = performance.now();
    send('pointerup', ...at(199));
    const milliseconds = performance.now() - started;
    const rows = heard.selected.at(-1)?.[0].length ?? 0;
    if (rows >= wanted || radius > 1000) return { rows, milliseconds };
  }
}

/** Proportional set size of the process that draws the page, in megabytes. */
async function memoryOf(browser: Browser, page: Page): Promise<number | string> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  await page.evaluate(() => undefined);
  try {
    const sizes = renderers.map(({ id }) => {
      const text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
      return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1024;
    });
    return Math.round(Math.max(...sizes));
  } catch {
    return 'not known on this system';
  }
}

void main();
