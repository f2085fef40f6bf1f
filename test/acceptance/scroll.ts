// Scrolling through 50,000 images for five seconds, in a real VS Code of 1200 x 900: time between frames.
//   node --import tsx test/acceptance/scroll.ts
import { openLargePanel, quantile, tenth } from '../e2e/largePanel.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { report, skip } from '../support/measurement.ts';

const item = 'scroll: time between frames, 50,000 images, 5 s';
const seconds = 5;
const target = 25;
/** A steady wheel, a quick one, and the scroll bar dragged from top to bottom. */
const speeds = [
  { name: '1,500 px/s', pixelsPerSecond: 1500 },
  { name: '6,000 px/s', pixelsPerSecond: 6000 },
  { name: 'scroll bar from top to bottom', pixelsPerSecond: Number.POSITIVE_INFINITY },
];

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const { workbench, panel, open } = await openLargePanel('scroll');
  try {
    await open();
    await panel.frame.locator('.cell.is-loaded').first().waitFor();
    for (const { name, pixelsPerSecond } of speeds) {
      const { gaps, blank } = await panel.grid.evaluate(scrollFor, { seconds, pixelsPerSecond });
      const p95 = quantile(gaps, 0.95);
      report({
        item: `${item}, ${name}: p95`,
        value: tenth(p95),
        unit: 'ms',
        target: `<= ${target}`,
        pass: p95 <= target,
      });
      report({
        item: `${item}, ${name}: p50`,
        value: tenth(quantile(gaps, 0.5)),
        unit: 'ms',
        target: '',
        pass: null,
      });
      report({
        item: `${item}, ${name}: cells without their picture half a second after the end`,
        value: blank,
        unit: '',
        target: '',
        pass: null,
      });
    }
  } finally {
    await workbench.close();
  }
}

/** In the page: scrolls from the top; returns the times between frames, and how many cells are blank afterwards. */
async function scrollFor(
  grid: HTMLElement | SVGElement,
  { seconds: length, pixelsPerSecond }: { readonly seconds: number; readonly pixelsPerSecond: number },
): Promise<{ readonly gaps: number[]; readonly blank: number }> {
  const end = grid.scrollHeight - grid.clientHeight;
  const speed = Math.min(pixelsPerSecond, end / length);
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  grid.scrollTop = 0;
  await new Promise((resolve) => setTimeout(resolve, 500));
  const gaps: number[] = [];
  const started = await frame();
  for (let last = started; last < started + length * 1000; ) {
    const now = await frame();
    gaps.push(now - last);
    last = now;
    grid.scrollTop = ((now - started) / 1000) * speed;
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  const cells = [...grid.querySelectorAll('.cell:not([hidden])')];
  return { gaps, blank: cells.filter((cell) => !cell.classList.contains('is-loaded')).length };
}

void main();
