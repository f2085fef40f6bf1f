import type { TemplateResult } from 'lit-html';
import type { KeyAction } from '../keys.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { formatted } from '../words.ts';
import { groupList, unnamed, wantedOfGroups } from './groups.ts';
import { moved } from './moving.ts';
import { labelImage, type Part, type PartHost } from './part.ts';

/** The groups that wait for a name. */
export class GroupsPart implements Part {
  readonly #host: PartHost;
  readonly #element: HTMLElement;
  #cursor = 0;
  /** Groups that were named here, the latest last: one that comes back has the cursor. */
  readonly #named: string[] = [];

  /** `element`: where they are shown. */
  constructor(host: PartHost, element: HTMLElement) {
    this.#host = host;
    this.#element = element;
  }

  follow(state: State): void {
    const groups = unnamed(state);
    const back = groups.findIndex(({ id }) => id === this.#named.at(-1));
    if (back >= 0) {
      this.#named.pop();
      this.#cursor = back;
    }
    this.#cursor = Math.max(0, Math.min(this.#cursor, groups.length - 1));
  }

  key(action: KeyAction): void {
    const { length } = unnamed(this.#host.page.state());
    if (action.do === 'escape') this.#host.goTo('question');
    else this.#pick(moved(this.#cursor, action.do, this.#columns, length));
  }

  label(name: string): void {
    const group = unnamed(this.#host.page.state())[this.#cursor];
    if (group === undefined) return;
    const { id, size } = group;
    labelImage(this.#host, id, name, t('{0} images are {1}.', formatted(size), name));
    this.#named.push(id);
    this.follow(this.#host.page.state());
    this.#host.draw();
    this.#host.focus();
  }

  template(state: State): TemplateResult {
    return groupList({
      state,
      groups: unnamed(state),
      cursor: this.#cursor,
      pictures: this.#host.pictures,
      onPick: (place) => this.#pick(place),
    });
  }

  wanted(state: State): readonly string[] {
    return wantedOfGroups(unnamed(state), this.#cursor);
  }

  #pick(place: number): void {
    this.#cursor = place;
    this.#host.draw();
    this.#element.querySelector('.group.is-cursor')?.scrollIntoView({ block: 'nearest' });
  }

  /** How many groups stand side by side. */
  get #columns(): number {
    const cards = [...this.#element.querySelectorAll<HTMLElement>('.group')];
    return Math.max(1, cards.filter(({ offsetTop }) => offsetTop === cards[0]?.offsetTop).length);
  }
}
