import type { Page } from 'playwright-core';

/** Times of a page, in milliseconds since 1970, as far as they have been seen. */
export interface PanelTimes {
  /** The first frame with a cell for an image. */
  readonly cells?: number;
  /** The first frame in which every cell in view has its picture. */
  readonly pictures?: number;
}

/** Notes in every frame of a page when the grid of the panel was first painted. Call before the page loads. */
export async function watchFirstPaint(page: Page): Promise<void> {
  // What the loader of these scripts wraps around functions that have a name.
  await page.addInitScript('globalThis.__name = (work) => work');
  await page.addInitScript(() => {
    const times: { cells?: number; pictures?: number; entered?: number } = {};
    (window as unknown as { panelTimes: unknown }).panelTimes = times;
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Enter') times.entered = performance.timeOrigin + performance.now();
    };
    addEventListener('keydown', onKey, true);
    const afterPaint = (then: () => void): void => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = then;
        port2.postMessage(null);
      });
    };
    const look = (): void => {
      const grid = document.querySelector('.grid');
      const cells = [...(grid?.querySelectorAll<HTMLElement>('.cell') ?? [])].filter((cell) => {
        const { top, bottom, height } = cell.getBoundingClientRect();
        return height > 0 && bottom > 0 && top < innerHeight;
      });
      const now = performance.timeOrigin + performance.now();
      if (cells.length > 0) times.cells ??= now;
      const isDrawn = (cell: HTMLElement): boolean => cell.querySelector('img')?.complete === true;
      if (cells.length > 0 && cells.every((cell) => cell.classList.contains('is-loaded') && isDrawn(cell)))
        times.pictures ??= now;
      else if (now - performance.timeOrigin < 30_000) afterPaint(look);
    };
    afterPaint(look);
  });
}

/** When Enter was pressed last in VS Code itself. */
export function lastEnter(page: Page): Promise<number> {
  return page.evaluate(
    () => (window as unknown as { panelTimes: { entered?: number } }).panelTimes.entered ?? Number.NaN,
  );
}

/** What `watchFirstPaint` has seen in the frames of a page so far; the newest frame counts. */
export async function panelTimes(page: Page): Promise<PanelTimes> {
  const found: PanelTimes[] = [];
  for (const frame of page.frames()) {
    const times = await frame
      .evaluate(() => (window as unknown as { panelTimes?: PanelTimes }).panelTimes)
      .catch(() => undefined);
    if (times?.cells !== undefined) found.push(times);
  }
  return found.sort((a, b) => (b.cells ?? 0) - (a.cells ?? 0))[0] ?? {};
}
