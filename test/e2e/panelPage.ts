import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The panel as a person sees it: what is on it, and the keyboard. */
export class PanelPage {
  readonly #page: Page;
  /** The inside of the webview that is shown: VS Code's host page, then the extension's own document. */
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.#page = page;
    this.frame = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  get grid(): Locator {
    return this.frame.getByRole('grid');
  }

  get cells(): Locator {
    return this.frame.getByRole('gridcell');
  }

  get status(): Locator {
    return this.frame.getByRole('status');
  }

  /** Paths of the images shown, in order. All of them fit into the window. */
  async paths(): Promise<string[]> {
    await this.cells.first().waitFor();
    return this.#attribute('data-path');
  }

  /** Labels of the images shown, in the same order; '' = none. */
  labels(): Promise<string[]> {
    return this.#attribute('data-label');
  }

  /** Predicted classes on the images shown, in the same order; '' = no chip. */
  predicted(): Promise<string[]> {
    return this.#attribute('data-predicted');
  }

  /** A button of the toolbar that opens something below it. */
  menuButton(name: 'Strategy' | 'Constraints'): Locator {
    return this.frame.getByRole('button', { name: new RegExp(`^${name} of the next batch`) });
  }

  classButton(name: string): Locator {
    return this.frame.locator(`[data-class=${JSON.stringify(name)}]`);
  }

  /** Adds a class by keyboard: `/`, its name, Enter. */
  async addClass(name: string): Promise<void> {
    await this.#page.keyboard.press('/');
    await this.#page.keyboard.type(name);
    await this.#page.keyboard.press('Enter');
    await this.classButton(name).waitFor();
  }

  async #attribute(name: string): Promise<string[]> {
    const read = (cells: (HTMLElement | SVGElement)[], attribute: string) =>
      cells
        .filter((cell) => (cell as HTMLElement).offsetParent !== null)
        .sort((a, b) => {
          const [at, bt] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
          return at.top - bt.top || at.left - bt.left;
        })
        .map((cell) => cell.getAttribute(attribute) ?? '');
    return this.cells.evaluateAll(read, name);
  }
}
