import type { TemplateResult } from 'lit-html';
import type { PanelConflict, PanelStatement } from '../../src/protocol/relationsPanel.ts';
import { failed, say } from '../actions/page.ts';
import type { KeyAction } from '../keys.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { conflictList, wantedOfConflicts } from './conflicts.ts';
import { moved } from './moving.ts';
import { nothingAsked, type Part, type PartHost } from './part.ts';

/** The contradictions, and the ways out of them. */
export class ConflictsPart implements Part {
  readonly #host: PartHost;
  readonly #element: HTMLElement;
  #cursor = 0;
  /** The contradiction under the cursor: new ones come before it. */
  #id = '';

  /** `element`: where they are shown. */
  constructor(host: PartHost, element: HTMLElement) {
    this.#host = host;
    this.#element = element;
  }

  follow(state: State): void {
    const conflicts = conflictsOf(state);
    const place = conflicts.findIndex(({ id }) => id === this.#id);
    this.#cursor = place >= 0 ? place : Math.max(0, Math.min(this.#cursor, conflicts.length - 1));
    this.#id = conflicts[this.#cursor]?.id ?? '';
  }

  key(action: KeyAction): void {
    const conflicts = conflictsOf(this.#host.page.state());
    const conflict = conflicts[this.#cursor];
    if (action.do === 'escape') this.#host.goTo('question');
    else if (action.do !== 'open') this.#pick(moved(this.#cursor, action.do, 1, conflicts.length));
    else if (conflict !== undefined) this.#settle(conflict);
  }

  label(): void {
    nothingAsked(this.#host);
  }

  template(state: State): TemplateResult {
    return conflictList({
      state,
      cursor: this.#cursor,
      pictures: this.#host.pictures,
      onPick: (place) => this.#pick(place),
      onSettle: (conflict) => this.#settle(conflict),
      onWithdraw: (statement) => this.#withdraw(statement),
    });
  }

  wanted(state: State): readonly string[] {
    return wantedOfConflicts(conflictsOf(state), this.#cursor);
  }

  #pick(place: number): void {
    this.#cursor = place;
    this.#id = conflictsOf(this.#host.page.state())[place]?.id ?? '';
    this.#host.draw();
    this.#element.querySelector('.conflict.is-cursor')?.scrollIntoView({ block: 'nearest' });
  }

  #settle({ id }: PanelConflict): void {
    const { page, goTo } = this.#host;
    page.host.settle(id).then(() => goTo('question'), failed(page));
  }

  #withdraw({ answer }: PanelStatement): void {
    const { page } = this.#host;
    page.host.withdraw(answer).then(() => say(page, t('The answer is withdrawn.')), failed(page));
    this.#host.focus();
  }
}

function conflictsOf({ relations }: State): readonly PanelConflict[] {
  return relations?.conflicts.shown ?? [];
}
