import { readSettings, type Settings } from '../core/settings.ts';
import type { AdviseResult } from '../protocol/engine.ts';
import type { PanelChoices } from '../protocol/panel.ts';
import type { Among } from './clusters/among.ts';

export interface ChoicesHost {
  readonly settings: () => Settings;
  /** Writes settings where they belong. */
  readonly saveSettings: (changes: Partial<Settings>) => Promise<void>;
  readonly changed: () => void;
}

/** How the next batch of a folder is chosen: its settings, and what is kept only as long as the panel is open. */
export class Choices {
  readonly #host: ChoicesHost;
  #within = '';
  #among: Among | undefined;
  #advice: AdviseResult | null = null;

  constructor(host: ChoicesHost) {
    this.#host = host;
  }

  /** Only images that match this glob are chosen; '' = all. */
  get within(): string {
    return this.#within;
  }

  /** Only these images are chosen; undefined = all. */
  get among(): Among | undefined {
    return this.#among;
  }

  set among(among: Among | undefined) {
    this.#among = among;
    this.#host.changed();
  }

  /** What was advised last, until it is answered. */
  get advice(): AdviseResult | null {
    return this.#advice;
  }

  set advice(advice: AdviseResult | null) {
    this.#advice = advice;
    this.#host.changed();
  }

  /** Rejects with a `usage` error for a value out of range. */
  async choose({ within, among: _, selector, ...changes }: Partial<PanelChoices>): Promise<void> {
    const given = new Map<string, unknown>(Object.entries({ ...changes, ...(selector && { selector }) }));
    readSettings((name) => given.get(name));
    if (within !== undefined && within !== this.#within) {
      this.#within = within;
      this.#host.changed();
    }
    if (Object.keys(changes).length > 0) await this.#host.saveSettings(changes);
    if (selector !== undefined && selector !== this.#host.settings().selector)
      await this.#saveStrategy(selector);
  }

  /** Chooses the strategy that was advised, or only takes the advice away. */
  async answerAdvice(answer: 'use' | 'dismiss'): Promise<void> {
    const advice = this.#advice;
    this.advice = null;
    if (answer === 'use' && advice) await this.#saveStrategy(advice.selector, advice.parameters);
  }

  /** Parameters go with their strategy: another one would refuse them. */
  #saveStrategy(selector: string, selectorParameters: AdviseResult['parameters'] = {}): Promise<void> {
    return this.#host.saveSettings({ selector, selectorParameters });
  }
}
