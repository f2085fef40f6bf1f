import { html, render } from 'lit-html';
import { Acts } from '../actions/acts.ts';
import { failed } from '../actions/page.ts';
import type { KeyAction } from '../keys.ts';
import { t } from '../l10n.ts';
import { Originals } from '../originals.ts';
import { choiceOf, type KeptChoice, partOf, type RelationPart, relationParts } from '../state/relations.ts';
import type { State } from '../state/state.ts';
import type { View, ViewPage } from '../views/view.ts';
import { ConflictsPart } from './conflictsPart.ts';
import { unnamed } from './groups.ts';
import { GroupsPart } from './groupsPart.ts';
import { relationsHead } from './head.ts';
import type { Part, PartHost } from './part.ts';
import { QuestionPart } from './questionPart.ts';

/** Keys that mean the same here as everywhere. */
const everywhere: ReadonlySet<KeyAction['do']> = new Set(['undo', 'find', 'help', 'filter']);

/** The view *Relations*: which images show the same, and the labels that follow. */
class RelationsView implements View {
  readonly element = document.createElement('section');
  readonly #page: ViewPage;
  readonly #originals: Originals;
  readonly #parts: Readonly<Record<RelationPart, Part>>;

  constructor(page: ViewPage) {
    this.#page = page;
    this.element.className = 'view relations';
    this.element.tabIndex = -1;
    this.element.setAttribute('aria-label', t('Relations'));
    const originals = new Originals(
      (path) => page.host.original(path),
      () => this.#draw(),
    );
    this.#originals = originals;
    const host: PartHost = {
      page,
      acts: new Acts(page),
      pictures: {
        small: (path) => page.thumbnails.get(path),
        large: (path) => originals.get(path),
      },
      draw: () => this.#draw(),
      goTo: (part) => this.#goTo(part),
      keep: (choice) => this.#keep(this.#part, choice),
      focus: () => this.focus(),
    };
    this.#parts = {
      question: new QuestionPart(host, originals),
      groups: new GroupsPart(host, this.element),
      conflicts: new ConflictsPart(host, this.element),
    };
  }

  show(state: State): void {
    this.#follow(state);
    this.#draw();
  }

  shown(isShown: boolean): void {
    this.#page.host.relations(isShown).catch(failed(this.#page));
  }

  key(action: KeyAction): boolean {
    this.#follow(this.#page.state());
    if (everywhere.has(action.do)) return false;
    // Classes name the group under the cursor; see `label`.
    if (action.do === 'class' && this.#part !== 'question') return false;
    if (action.do === 'nextUndecided') this.#goTo(this.#partAfter(1));
    else if (action.do === 'previousUndecided') this.#goTo(this.#partAfter(-1));
    else this.#parts[this.#part].key(action);
    return true;
  }

  label(name: string): boolean {
    this.#follow(this.#page.state());
    this.#parts[this.#part].label(name);
    return true;
  }

  focus(): void {
    const list = this.element.querySelector<HTMLElement>(
      '[role="listbox"], [role="grid"], .is-pair .ask-acts',
    );
    (list ?? this.element).focus({ preventScroll: true });
  }

  get #part(): RelationPart {
    return partOf(this.#page.state().looks.relations);
  }

  #follow(state: State): void {
    this.#originals.follow(state.paths);
    for (const part of Object.values(this.#parts)) part.follow(state);
  }

  /** The part that follows, going round; those without anything in them are passed over. */
  #partAfter(step: 1 | -1): RelationPart {
    const state = this.#page.state();
    const count = {
      question: 1,
      groups: unnamed(state).length,
      conflicts: state.relations?.conflicts.count ?? 0,
    };
    const { length } = relationParts;
    const at = relationParts.indexOf(this.#part);
    const others = [1, 2].map((by) => relationParts[(at + step * by + 2 * length) % length]);
    return others.find((part) => count[part] > 0) ?? 'question';
  }

  #goTo(part: RelationPart): void {
    this.#keep(part, choiceOf(this.#page.state().looks.relations));
    this.#draw();
    this.focus();
  }

  #keep(part: RelationPart, choice: KeptChoice | undefined): void {
    this.#page.dispatch({ type: 'looks', view: 'relations', looks: { part, choice } });
  }

  #draw(): void {
    const state = this.#page.state();
    const name = this.#part;
    const part = this.#parts[name];
    // The questions come next, and the last acts below show some images too.
    const recent = state.recent.flatMap(({ path }) => (path === '' ? [] : [path]));
    const wanted = [...part.wanted(state), ...this.#parts.question.wanted(state), ...recent];
    this.#page.thumbnails.want([...new Set(wanted)]);
    this.element.dataset.part = name;
    const hadFocus = this.element.contains(document.activeElement);
    render(
      html`${relationsHead(state, name, (to) => this.#goTo(to))}
        <div class="relations-body">${part.template(state)}</div>`,
      this.element,
    );
    // What had it may belong to the question before; and a question that has come is told to who cannot see it.
    const focused = document.activeElement;
    if (hadFocus && (focused === this.element || !this.element.contains(focused))) this.focus();
  }
}

export default function createRelationsView(page: ViewPage): View {
  return new RelationsView(page);
}
