import type { Locator, Page } from 'playwright-core';
import type { PanelPage } from './panelPage.ts';

/** Shares of the width and height of the plot. */
type Corner = readonly [x: number, y: number];

/** The view *Map* as a person sees it: the plot, the mouse and the words around it. */
export class MapPage {
  readonly #page: Page;
  readonly #panel: PanelPage;

  constructor(page: Page, panel: PanelPage) {
    this.#page = page;
    this.#panel = panel;
  }

  get plot(): Locator {
    return this.#panel.frame.locator('.scatter');
  }

  get state(): Locator {
    return this.#panel.frame.locator('.map-state');
  }

  button(name: string): Locator {
    return this.#panel.frame.locator('.map').getByRole('button', { name, exact: true });
  }

  /** Waits until all these points are drawn and do not move any more. */
  async settled(count: number): Promise<void> {
    const drawn = `drawing ${count.toLocaleString('en')} of ${count.toLocaleString('en')}`;
    await this.state.filter({ hasText: drawn, hasNotText: 'refining' }).waitFor({ timeout: 120_000 });
  }

  /** Drags the mouse along a line of corners, with steps between them as a hand makes them. */
  async drag(corners: readonly Corner[], steps = 12): Promise<void> {
    const box = await this.plot.boundingBox();
    if (box === null) throw new Error('There is no plot.');
    const { mouse } = this.#page;
    for (const [i, [x, y]] of corners.entries()) {
      await mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: i === 0 ? 1 : steps });
      if (i === 0) await mouse.down();
    }
    await mouse.up();
  }

  /** How many are selected, as the page says it; 0 = it says nothing. */
  async selected(): Promise<number> {
    const bar = this.#panel.frame.locator('.selection-bar strong');
    if ((await bar.count()) === 0) return 0;
    return Number((await bar.textContent())?.replace(/\D/g, '') ?? 0);
  }
}

/** A line around nearly all of the plot. */
export const aroundAll: readonly Corner[] = [
  [0.004, 0.12],
  [0.5, 0.004],
  [0.996, 0.12],
  [0.996, 0.9],
  [0.5, 0.996],
  [0.004, 0.9],
];
