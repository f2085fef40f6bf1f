import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { PanelPage } from './panelPage.ts';
import { until } from './until.ts';

/** A question as it stands on the screen. */
export interface AskedQuestion {
  readonly id: string;
  readonly kind: 'grid' | 'pair';
  readonly anchor: string;
  /** In the order of their keys; those that are known already are ''. */
  readonly candidates: readonly string[];
}

/** The view *Relations* as a person sees it, and the keyboard. */
export class RelationsPage {
  readonly #page: Page;
  readonly #frame: FrameLocator;

  constructor(page: Page, panel: PanelPage) {
    this.#page = page;
    this.#frame = panel.frame;
  }

  get view(): Locator {
    return this.#frame.locator('.view.relations');
  }

  /** A button that shows one of the parts, with the number that stands on it. */
  part(name: 'Questions' | 'Groups' | 'Contradictions'): Locator {
    return this.#frame.locator('.relations-parts').getByText(name);
  }

  get groups(): Locator {
    return this.#frame.locator('.group');
  }

  get conflicts(): Locator {
    return this.#frame.locator('.conflict');
  }

  get counter(): Locator {
    return this.#frame.locator('.relations-counter');
  }

  /** The question that is asked now, once there is one. */
  async question(): Promise<AskedQuestion> {
    const ask = this.#frame.locator('.ask[data-question]');
    await ask.waitFor({ timeout: 60_000 });
    // No function inside has a name: the one who compiles this would add a helper that the page does not have.
    return ask.evaluate((element) => {
      const isPair = element.classList.contains('is-pair');
      const [anchor = '', other = ''] = [...element.querySelectorAll('.relations-path')].map(
        (one) => one.getAttribute('title') ?? '',
      );
      const candidates = [...element.querySelectorAll('.candidate')].map((one) =>
        one.classList.contains('is-known') ? '' : (one.getAttribute('data-path') ?? ''),
      );
      const id = element.getAttribute('data-question') ?? '';
      return { id, kind: isPair ? 'pair' : 'grid', anchor, candidates: isPair ? [other] : candidates };
    });
  }

  /** Answers by keys, and waits for another question. `isSame`: what is so. */
  async answer(asked: AskedQuestion, isSame: (path: string) => boolean): Promise<void> {
    const { keyboard } = this.#page;
    const before = await this.counter.textContent();
    if (asked.kind === 'pair') await keyboard.press(isSame(asked.candidates[0]) ? 'j' : 'f');
    else {
      for (const [place, path] of asked.candidates.entries())
        if (path !== '' && isSame(path)) await keyboard.press(String(place + 1));
      await keyboard.press('Enter');
    }
    // What follows from the answer may take the place of the question that was shown at once.
    await until('the answer counts', async () => (await this.counter.textContent()) !== before);
    await until('another question is there', async () => (await this.question()).id !== asked.id);
  }
}
