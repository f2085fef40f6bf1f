import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Picture } from '../../src/protocol/panel.ts';
import type {
  PanelConflict,
  PanelGroup,
  PanelStatement,
  RelationAct,
} from '../../src/protocol/relationsPanel.ts';
import { Acts } from '../actions/acts.ts';
import { failed, say } from '../actions/page.ts';
import { labeledAs } from '../annotations.ts';
import type { KeyAction } from '../keys.ts';
import { t } from '../l10n.ts';
import { Originals } from '../originals.ts';
import { partOf, type RelationPart, relationParts } from '../state/relations.ts';
import type { State } from '../state/state.ts';
import type { View, ViewPage } from '../views/view.ts';
import { formatted } from '../words.ts';
import { Asking, anchorOf, candidatesOf } from './asking.ts';
import { conflictList, wantedOfConflicts } from './conflicts.ts';
import { noQuestion } from './empty.ts';
import { relationsFoot } from './foot.ts';
import { groupList, unnamed, wantedOfGroups } from './groups.ts';
import { gainWords, relationsHead } from './head.ts';
import { moved } from './moving.ts';
import type { Pictures } from './pictures.ts';
import { columnsFor, question, questionToCome } from './question.ts';

/** Keys that mean the same here as everywhere. */
const everywhere: ReadonlySet<KeyAction['do']> = new Set(['undo', 'find', 'help', 'filter']);

/** The view *Relations*: which images show the same, and the labels that follow. */
class RelationsView implements View {
  readonly element = document.createElement('section');
  readonly #page: ViewPage;
  readonly #acts: Acts;
  readonly #asking = new Asking();
  readonly #originals: Originals;
  readonly #pictures: Pictures;
  #cursor = 0;
  #isLarge = false;
  #group = 0;
  /** Groups that were named here, the latest last: one that comes back has the cursor. */
  #named: string[] = [];
  #conflict = 0;
  /** The question that the cursor is about. */
  #question = '';

  constructor(page: ViewPage) {
    this.#page = page;
    this.#acts = new Acts(page);
    this.#originals = new Originals(
      (path) => page.host.original(path),
      () => this.#draw(),
    );
    this.#pictures = {
      small: (path): Picture | undefined => page.thumbnails.get(path),
      large: (path) => this.#originals.get(path),
    };
    this.element.className = 'view relations';
    this.element.tabIndex = -1;
    this.element.setAttribute('aria-label', t('Relations'));
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
    switch (action.do) {
      case 'nextUndecided':
        return this.#goTo(this.#partAfter(1));
      case 'previousUndecided':
        return this.#goTo(this.#partAfter(-1));
    }
    if (everywhere.has(action.do)) return false;
    switch (this.#part) {
      case 'question':
        return this.#questionKey(action);
      case 'groups':
        // Classes name what is under the cursor; see `label`.
        return action.do === 'class' ? false : this.#groupKey(action);
      case 'conflicts':
        return this.#conflictKey(action);
    }
  }

  label(name: string): boolean {
    const state = this.#page.state();
    this.#follow(state);
    if (this.#part === 'groups') {
      const group = unnamed(state)[this.#group];
      if (group !== undefined) this.#name(group, name);
      return true;
    }
    const { asked } = this.#asking;
    if (this.#part === 'question' && asked !== undefined) {
      const path = anchorOf(asked.query);
      this.#label([path], name, t('{0} is {1}.', path, name));
    }
    return true;
  }

  focus(): void {
    const list = this.element.querySelector<HTMLElement>('[role="listbox"], [role="grid"]');
    (list ?? this.element).focus({ preventScroll: true });
  }

  get #part(): RelationPart {
    return partOf(this.#page.state().looks.relations);
  }

  /** Takes in what the host told. */
  #follow(state: State): void {
    this.#asking.follow(state.relations?.queries ?? []);
    const id = this.#asking.asked?.query.id ?? '';
    if (id !== this.#question) {
      this.#question = id;
      this.#cursor = 0;
      this.#isLarge = false;
    }
    const groups = unnamed(state);
    const back = groups.findIndex((group) => group.id === this.#named.at(-1));
    if (back >= 0) {
      this.#named.pop();
      this.#group = back;
    }
    this.#group = Math.max(0, Math.min(this.#group, groups.length - 1));
    this.#conflict = Math.max(
      0,
      Math.min(this.#conflict, (state.relations?.conflicts.shown.length ?? 0) - 1),
    );
  }

  /** The part that follows, going round; those without anything in them are passed over. */
  #partAfter(step: 1 | -1): RelationPart {
    const state = this.#page.state();
    const isEmpty = (part: RelationPart): boolean =>
      (part === 'groups' && unnamed(state).length === 0) ||
      (part === 'conflicts' && (state.relations?.conflicts.count ?? 0) === 0);
    const at = relationParts.indexOf(this.#part);
    const order = [1, 2].map(
      (by) => relationParts[(at + step * by + 2 * relationParts.length) % relationParts.length],
    );
    return order.find((part) => !isEmpty(part)) ?? 'question';
  }

  #goTo(part: RelationPart): true {
    this.#page.dispatch({ type: 'looks', view: 'relations', looks: { part } });
    this.#draw();
    this.focus();
    return true;
  }

  #questionKey(action: KeyAction): true {
    const { asked } = this.#asking;
    if (asked === undefined) return true;
    if (asked.query.kind === 'pair') {
      if (action.do === 'same' || action.do === 'different') this.#answer(action.do);
      else if (action.do === 'skip') this.#answer('unsure');
      else if (action.do === 'later') this.#later();
      return true;
    }
    switch (action.do) {
      case 'class':
        if (action.number % 10 < 9) this.#toggle(action.number % 10, action.number >= 10);
        return true;
      case 'skip':
      case 'toggle':
        return this.#toggle(this.#cursor, false);
      case 'open':
        return this.#answer();
      case 'later':
        return this.#later();
      case 'larger':
      case 'actualSize':
        return this.#enlarge(!this.#isLarge);
      case 'smaller':
        return this.#enlarge(false);
      case 'escape':
        return this.#isLarge ? this.#enlarge(false) : this.#clear();
      default: {
        const count = asked.candidates.length;
        this.#cursor = moved(this.#cursor, action.do, this.#isLarge ? 1 : columnsFor(count), count);
        return this.#draw();
      }
    }
  }

  #groupKey(action: KeyAction): true {
    if (action.do === 'escape') return this.#goTo('question');
    const count = unnamed(this.#page.state()).length;
    this.#group = moved(this.#group, action.do, this.#groupColumns, count);
    return this.#draw();
  }

  #conflictKey(action: KeyAction): true {
    const shown = this.#page.state().relations?.conflicts.shown ?? [];
    if (action.do === 'escape') return this.#goTo('question');
    const conflict = shown[this.#conflict];
    if (action.do === 'open') {
      if (conflict !== undefined) this.#settle(conflict);
      return true;
    }
    this.#conflict = moved(this.#conflict, action.do, 1, shown.length);
    return this.#draw();
  }

  /** How many groups stand side by side. */
  get #groupColumns(): number {
    const cards = [...this.element.querySelectorAll<HTMLElement>('.group')];
    const inRow = cards.filter(({ offsetTop }) => offsetTop === cards[0]?.offsetTop);
    return Math.max(1, inRow.length);
  }

  #toggle(place: number, isUnsure: boolean): true {
    if (this.#asking.toggle(place, isUnsure ? 'unsure' : 'same')) this.#cursor = place;
    return this.#draw();
  }

  #enlarge(isLarge: boolean): true {
    this.#isLarge = isLarge;
    return this.#draw();
  }

  #clear(): true {
    this.#asking.clear();
    return this.#draw();
  }

  /** Gives the answer; the next question is there before it is saved. */
  #answer(pair?: 'same' | 'different' | 'unsure'): true {
    const id = this.#asking.asked?.query.id;
    const act = this.#asking.answer(pair);
    if (id === undefined || act === undefined) return true;
    this.#page.host.act([act]).then(
      () => {
        const state = this.#page.state();
        // Now the host knows, and tells so before it tells anything else.
        this.#follow(state);
        say(this.#page, said(act, state.relations?.lastGain ?? null));
      },
      (error: unknown) => {
        this.#asking.restore(id);
        failed(this.#page)(error);
      },
    );
    return this.#next();
  }

  #later(): true {
    const id = this.#asking.asked?.query.id;
    if (id === undefined) return true;
    this.#asking.later(id);
    this.#page.host.later(id).catch((error: unknown) => {
      this.#asking.restore(id);
      failed(this.#page)(error);
    });
    return this.#next();
  }

  #next(): true {
    this.#follow(this.#page.state());
    this.#draw();
    this.focus();
    return true;
  }

  #name({ id, size }: PanelGroup, name: string): void {
    this.#named.push(id);
    this.#label([id], name, t('{0} images are {1}.', formatted(size), name));
    this.#next();
  }

  #label(paths: readonly string[], name: string, status: string): void {
    this.#acts.do({
      acts: [{ kind: 'label', paths, label: name }],
      changes: this.#acts.changesOf(paths, (old) => labeledAs(old, name)),
      advance: false,
      status,
    });
  }

  #settle({ id }: PanelConflict): void {
    this.#page.host.settle(id).then(() => this.#goTo('question'), failed(this.#page));
  }

  #withdraw({ answer }: PanelStatement): void {
    this.#page.host
      .withdraw(answer)
      .then(() => say(this.#page, t('The answer is withdrawn.')), failed(this.#page));
    this.focus();
  }

  #wanted(state: State): readonly string[] {
    const { relations } = state;
    const next = this.#asking.next(relations?.queries ?? [], 2);
    const { asked } = this.#asking;
    const asks = [...(asked ? [asked.query] : []), ...next].flatMap((query) => [
      anchorOf(query),
      ...candidatesOf(query),
    ]);
    const rest = {
      question: [],
      groups: wantedOfGroups(unnamed(state), this.#group),
      conflicts: wantedOfConflicts(relations?.conflicts.shown ?? [], this.#conflict),
    }[this.#part];
    const recent = state.recent.flatMap(({ path }) => (path === '' ? [] : [path]));
    return [...new Set([...rest, ...asks, ...recent])];
  }

  /** The images themselves of what is large, and of what will be next. */
  #wantOriginals(state: State): void {
    const { asked } = this.#asking;
    if (this.#part !== 'question' || asked === undefined) return;
    const [next] = this.#asking.next(state.relations?.queries ?? [], 1);
    const large = this.#isLarge ? asked.candidates.slice(this.#cursor, this.#cursor + 1) : [];
    for (const query of [asked.query, ...(next ? [next] : [])]) {
      this.#originals.want(anchorOf(query));
      if (query.kind === 'pair') this.#originals.want(query.b);
    }
    for (const path of large) this.#originals.want(path);
  }

  #draw(): true {
    const state = this.#page.state();
    const part = this.#part;
    this.#page.thumbnails.want(this.#wanted(state));
    this.#wantOriginals(state);
    this.element.dataset.part = part;
    render(
      html`${relationsHead(state, part, (to) => this.#goTo(to))}
        <div class="relations-body">
          ${this.#body(state, part)}${part === 'question' ? this.#foot(state) : nothing}
        </div>`,
      this.element,
    );
    return true;
  }

  #body(state: State, part: RelationPart): TemplateResult {
    if (part === 'groups')
      return groupList({
        state,
        groups: unnamed(state),
        cursor: this.#group,
        pictures: this.#pictures,
        onPick: (place) => {
          this.#group = place;
          this.#draw();
        },
      });
    if (part === 'conflicts')
      return conflictList({
        state,
        cursor: this.#conflict,
        pictures: this.#pictures,
        onPick: (place) => {
          this.#conflict = place;
          this.#draw();
        },
        onSettle: (conflict) => this.#settle(conflict),
        onWithdraw: (statement) => this.#withdraw(statement),
      });
    return this.#ask(state);
  }

  #ask(state: State): TemplateResult {
    const { asked } = this.#asking;
    const { relations } = state;
    if (asked === undefined) {
      const isToCome = relations === null ? state.paths.length > 0 : relations.isThinking;
      return isToCome ? questionToCome() : noQuestion(state, this.#page.actions);
    }
    return question(
      { state, asked, cursor: this.#cursor, isLarge: this.#isLarge, pictures: this.#pictures },
      {
        onToggle: (place, isUnsure) => {
          this.#toggle(place, isUnsure);
          this.focus();
        },
        onLarge: (place) => {
          this.#cursor = place;
          this.#enlarge(!this.#isLarge);
        },
        onCommit: () => this.#answer(),
        onPair: (relation) => this.#answer(relation),
        onLater: () => this.#later(),
      },
    );
  }

  #foot(state: State): TemplateResult | typeof nothing {
    const { host } = this.#page;
    return relationsFoot(state.relations, state.classes.length, {
      onTakeFree: (source) => {
        host.takeFree(source).catch(failed(this.#page));
        this.focus();
      },
      onEliminate: (on) => void host.eliminate(on).catch(failed(this.#page)),
    });
  }
}

/** What an answer has come to, for everyone to hear: "3 the same, 6 different: +12 labels." */
function said({ same, different, unsure }: RelationAct, gain: number | null): string {
  const parts = [
    same.length > 0 ? t('{0} the same', same.length) : '',
    different.length > 0 ? t('{0} different', different.length) : '',
    unsure.length > 0 ? t('{0} unsure', unsure.length) : '',
  ].filter((part) => part !== '');
  const what = parts.join(', ');
  return gain === null || gain === 0 ? t('{0}.', what) : t('{0}: {1}.', what, gainWords(gain));
}

export default function createRelationsView(page: ViewPage): View {
  return new RelationsView(page);
}
