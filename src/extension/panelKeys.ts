import { UserError } from '../core/errors.ts';
import type { Act } from '../dataset/types.ts';
import { bindKeys, classKeyFault, type KeyBindings } from '../protocol/keys.ts';
import type { Banner } from '../protocol/panel.ts';
import { bannerOf } from './errorReport.ts';

type Setting = Parameters<typeof bindKeys>[0];

/** What single keys do in the panels of a folder, after the setting `nextBatch.keys`. */
export class PanelKeys {
  readonly #show: (banner: Banner | null) => void;
  #setting: Setting;
  #bound: ReturnType<typeof bindKeys>;

  constructor(setting: Setting, show: (banner: Banner | null) => void) {
    this.#show = show;
    this.#setting = setting;
    this.#bound = bindKeys(setting);
  }

  get bindings(): KeyBindings {
    return this.#bound.keys;
  }

  /** What is wrong with the setting, in a sentence. */
  get fault(): string | undefined {
    return this.#bound.fault;
  }

  /** The setting may have changed. */
  read(setting: Setting): void {
    if (JSON.stringify(setting) === JSON.stringify(this.#setting)) return;
    this.#setting = setting;
    this.#bound = bindKeys(setting);
    this.tellFault();
  }

  /** Says what is wrong with the setting, if anything is. */
  tellFault(): void {
    if (this.fault !== undefined) this.#show(bannerOf(new UserError('usage', this.fault)));
  }

  /** Throws a sentence if one of the acts gives a class a key that is a command. */
  check(acts: readonly Act[]): void {
    for (const act of acts) {
      const fault = act.kind === 'class-key' ? classKeyFault(act.key, this.bindings) : undefined;
      if (fault !== undefined) throw new UserError('bad-input', fault);
    }
  }
}
