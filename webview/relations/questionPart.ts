import { html, type TemplateResult } from 'lit-html';
import type { RelationAct } from '../../src/protocol/relationsPanel.ts';
import { failed, say } from '../actions/page.ts';
import { answerWords } from '../answerWords.ts';
import type { KeyAction } from '../keys.ts';
import { t } from '../l10n.ts';
import type { Originals } from '../originals.ts';
import { choiceOf } from '../state/relations.ts';
import type { State } from '../state/state.ts';
import { Asking, anchorOf, candidatesOf } from './asking.ts';
import { noQuestion } from './empty.ts';
import { relationsFoot } from './foot.ts';
import { gainWords } from './head.ts';
import { moved } from './moving.ts';
import { labelImage, nothingAsked, type Part, type PartHost } from './part.ts';
import { columnsFor, question, questionToCome } from './question.ts';

/** Questions after this one whose pictures are asked for already. */
const ahead = 2;

/** The question that is asked now, and its answer. */
export class QuestionPart implements Part {
  readonly #host: PartHost;
  readonly #originals: Originals;
  readonly #asking = new Asking();
  /** The question that the cursor is about. */
  #id = '';
  #cursor = 0;
  #isLarge = false;

  constructor(host: PartHost, originals: Originals) {
    this.#host = host;
    this.#originals = originals;
  }

  follow({ relations, looks }: State): void {
    this.#asking.follow(relations?.queries ?? [], choiceOf(looks.relations));
    const id = this.#asking.asked?.query.id ?? '';
    if (id === this.#id) return;
    this.#id = id;
    this.#cursor = 0;
    this.#isLarge = false;
  }

  key(action: KeyAction): void {
    const { asked } = this.#asking;
    if (asked === undefined) return;
    if (action.do === 'later') this.#later();
    else if (asked.query.kind === 'grid') this.#gridKey(action, asked.candidates.length);
    else if (action.do === 'same' || action.do === 'different') this.#answer(action.do);
    else if (action.do === 'skip') this.#answer('unsure');
  }

  label(name: string): void {
    const { asked } = this.#asking;
    const path = asked && anchorOf(asked.query);
    if (path === undefined) nothingAsked(this.#host);
    else labelImage(this.#host, path, name, t('{0} is {1}.', path, name));
  }

  wanted({ relations }: State): readonly string[] {
    const { asked } = this.#asking;
    const next = this.#asking.next(relations?.queries ?? [], ahead);
    const now = asked === undefined ? [] : [anchorOf(asked.query), ...asked.candidates];
    return [...now, ...next.flatMap((query) => [anchorOf(query), ...candidatesOf(query)])];
  }

  template(state: State): TemplateResult {
    this.#wantOriginals(state);
    const { page } = this.#host;
    const foot = relationsFoot(state.relations, state.classes.length, {
      onTakeFree: (source) => {
        page.host.takeFree(source).catch(failed(page));
        this.#host.focus();
      },
      onEliminate: (on) => void page.host.eliminate(on).catch(failed(page)),
    });
    return html`${this.#ask(state)} ${foot}`;
  }

  #ask(state: State): TemplateResult {
    const { asked } = this.#asking;
    if (asked === undefined)
      return isToCome(state) ? questionToCome() : noQuestion(state, this.#host.page.actions);
    const { pictures } = this.#host;
    return question(
      { state, asked, cursor: this.#cursor, isLarge: this.#isLarge, pictures },
      {
        onToggle: (place, isUnsure) => {
          this.#toggle(place, isUnsure);
          this.#host.focus();
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

  #gridKey(action: KeyAction, count: number): void {
    switch (action.do) {
      case 'class':
        if (action.number % 10 < 9) this.#toggle(action.number % 10, action.number >= 10);
        break;
      case 'skip':
      case 'toggle':
        this.#toggle(this.#cursor, false);
        break;
      case 'open':
        this.#answer();
        break;
      case 'larger':
      case 'actualSize':
        this.#enlarge(!this.#isLarge);
        break;
      case 'smaller':
        this.#enlarge(false);
        break;
      case 'escape':
        if (!this.#isLarge) this.#asking.clear();
        this.#host.keep(this.#asking.choice);
        this.#enlarge(false);
        break;
      default:
        this.#cursor = moved(this.#cursor, action.do, this.#isLarge ? 1 : columnsFor(count), count);
        this.#host.draw();
    }
  }

  #toggle(place: number, isUnsure: boolean): void {
    if (this.#asking.toggle(place, isUnsure ? 'unsure' : 'same')) this.#cursor = place;
    this.#host.keep(this.#asking.choice);
    this.#host.draw();
  }

  #enlarge(isLarge: boolean): void {
    this.#isLarge = isLarge;
    this.#host.draw();
  }

  /** Gives the answer; the next question is there before it is saved. */
  #answer(pair?: 'same' | 'different' | 'unsure'): void {
    const { page } = this.#host;
    const id = this.#asking.asked?.query.id;
    const act = this.#asking.answer(pair);
    if (id === undefined || act === undefined) return;
    page.host.act([act]).then(
      () => {
        const state = page.state();
        // Now the host knows, and has told so before it tells anything else.
        this.follow(state);
        say(page, said(act, state.relations?.lastGain ?? null));
      },
      (error: unknown) => {
        this.#asking.restore(id);
        failed(page)(error);
      },
    );
    this.#next();
  }

  #later(): void {
    const { page } = this.#host;
    const id = this.#asking.asked?.query.id;
    if (id === undefined) return;
    this.#asking.later(id);
    page.host.later(id).catch((error: unknown) => {
      this.#asking.restore(id);
      failed(page)(error);
    });
    this.#next();
  }

  #next(): void {
    this.follow(this.#host.page.state());
    this.#host.keep(this.#asking.choice);
    this.#host.draw();
    this.#host.focus();
  }

  /** The images themselves of what is large, and of what will be next. */
  #wantOriginals({ relations }: State): void {
    const { asked } = this.#asking;
    if (asked === undefined) return;
    for (const query of [asked.query, ...this.#asking.next(relations?.queries ?? [], 1)]) {
      this.#originals.want(anchorOf(query));
      if (query.kind === 'pair') this.#originals.want(query.b);
    }
    const large = asked.candidates[this.#cursor];
    if (this.#isLarge && large !== undefined) this.#originals.want(large);
  }
}

/** While all questions that the host has told are answered, it is about to tell what comes then. */
function isToCome({ relations, paths }: State): boolean {
  return relations === null ? paths.length > 0 : relations.isThinking || relations.queries.length > 0;
}

/** What an answer has come to, for everyone to hear: "3 the same, 6 different: +12 labels." */
function said({ same, different, unsure }: RelationAct, gain: number | null): string {
  const what = answerWords({ same: same.length, different: different.length, unsure: unsure.length });
  return gain === null || gain === 0 ? t('{0}.', what) : t('{0}: {1}.', what, gainWords(gain));
}
