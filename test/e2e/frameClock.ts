import type { Page } from 'playwright-core';

/** When a grid was painted, in milliseconds since 1970. */
export interface PaintTimes {
  /** The first frame with a cell for an image. */
  readonly cells: number;
  /** The first frame in which every cell in view has its picture. */
  readonly pictures: number;
}

const mark = 'grid painted ';

/** Notes when keys are pressed in VS Code itself. Call before the page loads. */
export async function watchKeys(page: Page): Promise<void> {
  // What the loader of these scripts wraps around functions that have a name.
  await page.addInitScript('globalThis.__name = (work) => work');
  await page.addInitScript(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      const now = performance.timeOrigin + performance.now();
      if (key === 'Enter') (window as unknown as { lastEnter?: number }).lastEnter = now;
    };
    addEventListener('keydown', onKey, true);
  });
}

/**
 * Lets the frames that there are say on the console when the grid of the panel was first painted. To be called again
 * and again until one has: what a webview is asked before VS Code has written its document is forgotten.
 */
export async function watchFirstPaint(page: Page): Promise<void> {
  for (const frame of page.frames()) await frame.evaluate(watch, mark).catch(() => undefined);
}

function watch(words: string): void {
  const watched = document as unknown as { isWatched?: boolean };
  if (watched.isWatched) return;
  watched.isWatched = true;
  let first: number | undefined;
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
    if (cells.length > 0) first ??= now;
    if (cells.length > 0 && cells.every((cell) => cell.classList.contains('is-loaded')))
      console.log(words + JSON.stringify({ cells: first, pictures: now }));
    else afterPaint(look);
  };
  afterPaint(look);
}

/** When Enter was pressed last in VS Code itself. */
export function lastEnter(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { lastEnter?: number }).lastEnter ?? Number.NaN);
}

/** The first paint after a moment, as a console has it; undefined = there was none yet. */
export function paintAfter(console: readonly string[], since: number): PaintTimes | undefined {
  return console
    .flatMap((line): PaintTimes[] => {
      const json = /grid painted (\{.*?\})/.exec(line)?.[1];
      return json === undefined ? [] : [JSON.parse(json)];
    })
    .find(({ cells }) => cells > since);
}
