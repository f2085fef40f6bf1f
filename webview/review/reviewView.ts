import { html, render } from 'lit-html';
import type { PanelAct } from '../../src/protocol/panel.ts';
import type { PanelFinding, PanelReview, ReviewMarks } from '../../src/protocol/reviewPanel.ts';
import { Acts } from '../actions/acts.ts';
import { failed, say } from '../actions/page.ts';
import type { KeyAction } from '../keys.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import type { View, ViewPage } from '../views/view.ts';
import { formatted } from '../words.ts';
import { checkList } from './checkList.ts';
import { type Decision, decide, suggestionOf } from './decisions.ts';
import { FindingList } from './findingList.ts';
import { noFindings, reviewHead, reviewStart, staleLine } from './head.ts';
import { LargePictures } from './large.ts';
import { firstCheck, type Looking, listed, openPlace } from './listing.ts';
import { type Status, type Statuses, statusesOf } from './status.ts';

/** The view *Review*: what is likely wrong with images and labels, and what to do about it. */
class ReviewView implements View {
  readonly element = document.createElement('div');
  readonly #page: ViewPage;
  readonly #acts: Acts;
  readonly #list: FindingList;
  readonly #large: LargePictures;
  #looking: Looking = { check: 'label-errors', show: 'open', least: 0 };
  /** A list stays as it was when it was asked for, whatever is decided about its findings. */
  #findings: readonly PanelFinding[] = [];
  #cursor = 0;
  #isLarge = false;
  #review: PanelReview | null = null;
  #goTo: ReviewMarks['goTo'] = null;
  #statuses: Statuses = new Map();

  constructor(page: ViewPage) {
    this.#page = page;
    this.#acts = new Acts(page);
    const thumbnail = (path: string): string | undefined => {
      const picture = page.thumbnails.get(path);
      return picture?.kind === 'picture' ? picture.url : undefined;
    };
    this.#list = new FindingList({
      thumbnail,
      want: (paths) => {
        // The last acts below show some too.
        const recent = page.state().recent.flatMap(({ path }) => (path === '' ? [] : [path]));
        page.thumbnails.want([...paths, ...recent]);
      },
      onPick: (place) => this.#moveTo(place),
      onOpen: (place) => {
        this.#isLarge = true;
        this.#moveTo(place);
      },
      onDecide: (decision) => {
        this.#decide(decision);
        this.focus();
      },
    });
    this.#large = new LargePictures({
      original: (path) => page.host.original(path),
      thumbnail,
      onArrival: () => this.#draw(),
      onClose: () => this.#close(),
    });
    this.element.className = 'view review';
  }

  show(state: State): void {
    this.#follow(state);
    this.#draw();
  }

  key(action: KeyAction): boolean {
    const state = this.#page.state();
    if (state.review === null) return false;
    this.#follow(state);
    switch (action.do) {
      case 'left':
      case 'up':
        return this.#moveTo(this.#cursor - 1);
      case 'right':
      case 'down':
        return this.#moveTo(this.#cursor + 1);
      case 'pageUp':
        return this.#moveTo(this.#cursor - this.#list.page);
      case 'pageDown':
        return this.#moveTo(this.#cursor + this.#list.page);
      case 'first':
        return this.#moveTo(0);
      case 'last':
        return this.#moveTo(this.#findings.length - 1);
      case 'nextUndecided':
        return this.#moveTo(openPlace(this.#findings, this.#statuses, this.#cursor, 1) ?? this.#cursor);
      case 'previousUndecided':
        return this.#moveTo(openPlace(this.#findings, this.#statuses, this.#cursor, -1) ?? this.#cursor);
      case 'accept':
      case 'skip':
      case 'flag':
        return this.#decide({ kind: action.do });
      case 'reject':
        return this.#decide({ kind: 'ignore' });
      case 'open':
        this.#isLarge = !this.#isLarge && this.#findings.length > 0;
        return this.#draw();
      case 'escape':
        return this.#isLarge && this.#close();
      case 'toggle':
        return true;
      default:
        return false;
    }
  }

  label(name: string): boolean {
    if (this.#page.state().review === null) return true;
    this.#follow(this.#page.state());
    return this.#decide({ kind: 'label', label: name });
  }

  focus(): void {
    const target = this.#findings.length > 0 ? this.#list.element : this.element.querySelector('button');
    target?.focus({ preventScroll: true });
  }

  /** Takes in what has changed: another review, a finding to go to, a decision that was taken back. */
  #follow(state: State): void {
    const { review, reviewMarks } = state;
    if (review !== this.#review) {
      const isFirst = this.#review === null;
      const { id } = this.#findings[this.#cursor] ?? {};
      this.#review = review;
      if (isFirst && review !== null) this.#looking = { ...this.#looking, check: firstCheck(state) };
      this.#relist(state, id);
    }
    const statuses = statusesOf(state);
    if (statuses !== this.#statuses) {
      const before = this.#statuses;
      this.#statuses = statuses;
      this.#takeBack(state, before);
    }
    if (reviewMarks.goTo?.number !== this.#goTo?.number) this.#reveal(state, reviewMarks.goTo);
  }

  /** Goes to the first finding that is open again; lists anew if it was done when the list was asked for. */
  #takeBack(state: State, before: Statuses): void {
    const isOpenAgain = ({ id }: PanelFinding): boolean => isBack(before.get(id), this.#statuses.get(id));
    let back = this.#findings.findIndex(isOpenAgain);
    if (back < 0) {
      const again = listed(state, this.#looking).find(isOpenAgain);
      if (again === undefined) return;
      this.#relist(state, again.id);
      back = this.#cursor;
    }
    this.#cursor = back;
  }

  #reveal(state: State, goTo: ReviewMarks['goTo']): void {
    this.#goTo = goTo;
    const finding = state.review?.findings.find(({ id }) => id === goTo?.finding);
    if (finding === undefined) return;
    const isIgnored = this.#statuses.get(finding.id) === 'ignored';
    this.#looking = { check: isIgnored ? 'ignored' : finding.check, show: 'all', least: 0 };
    this.#relist(state, finding.id);
  }

  /** Lists anew, with the cursor on a finding if it is in the list. */
  #relist(state: State, id = ''): void {
    this.#findings = listed(state, this.#looking);
    const place = this.#findings.findIndex((finding) => finding.id === id);
    this.#cursor = Math.max(0, place);
    this.#isLarge &&= this.#findings.length > 0;
  }

  #look(change: Partial<Looking>): void {
    this.#looking = { ...this.#looking, ...change };
    this.#relist(this.#page.state());
    this.#draw();
    this.focus();
  }

  #moveTo(place: number): true {
    this.#cursor = Math.min(Math.max(0, place), Math.max(0, this.#findings.length - 1));
    return this.#draw();
  }

  #close(): true {
    this.#isLarge = false;
    this.#draw();
    this.focus();
    return true;
  }

  #decide(decision: Decision): true {
    const finding = this.#findings[this.#cursor];
    if (finding === undefined) return true;
    const state = this.#page.state();
    const { acts, changes } = decide(state, [finding], decision);
    if (acts.length === 0) {
      say(
        this.#page,
        decision.kind === 'accept' ? t('Nothing is suggested here.') : t('There is nothing to change.'),
      );
      return true;
    }
    this.#acts.do({ acts, changes, advance: false, status: said(finding, acts[0], decision) });
    if (decision.kind === 'flag') return true;
    const next = openPlace(this.#findings, statusesOf(this.#page.state()), this.#cursor, 1);
    return this.#moveTo(next ?? this.#cursor + 1);
  }

  #acceptAll(): void {
    const findings = this.#acceptable();
    const { acts, changes } = decide(this.#page.state(), findings, { kind: 'accept' });
    if (acts.length === 0) return;
    const status = t('{0} suggestions accepted.', formatted(findings.length));
    this.#acts.do({ acts, changes, advance: false, status });
    this.focus();
  }

  #acceptable(): readonly PanelFinding[] {
    if (this.#looking.check === 'ignored') return [];
    const isOpen = ({ id }: PanelFinding): boolean => this.#statuses.get(id) === 'open';
    const state = this.#page.state();
    return this.#findings.filter((finding) => suggestionOf(state, finding) !== undefined && isOpen(finding));
  }

  /** Embeds what is not embedded yet, then reviews anew. */
  async #embed(): Promise<void> {
    const { host } = this.#page;
    try {
      await host.run('embedFolder');
      await host.run('reviewDataset');
    } catch (error) {
      failed(this.#page)(error);
    }
  }

  #showInGrid(): void {
    const { rowOf } = this.#page.state();
    const captions = new Map<number, string>();
    for (const { paths, text } of this.#findings)
      for (const path of paths) {
        const row = rowOf.get(path);
        if (row !== undefined && !captions.has(row)) captions.set(row, text);
      }
    const title = this.element.querySelector('h2')?.textContent ?? '';
    const rows = Int32Array.from(captions.keys());
    this.#page.dispatch({ type: 'give', given: { title, rows, captions: [...captions.values()] } });
  }

  #draw(): true {
    const state = this.#page.state();
    const { actions } = this.#page;
    if (state.review === null) {
      render(reviewStart(state, actions), this.element);
      return true;
    }
    const hasFindings = this.#findings.length > 0;
    this.#list.element.hidden = !hasFindings;
    const finding = this.#isLarge ? this.#findings[this.#cursor] : undefined;
    render(
      html`<div class="review-side">
          ${checkList(state, this.#looking, (check) => this.#look({ check, show: 'open' }))}
          ${staleLine(state, actions)}
        </div>
        <section class="review-main" aria-label=${t('Findings')}>
          ${reviewHead(state, this.#looking, {
            acceptable: this.#acceptable().length,
            images: this.#findings.length,
            onLook: (change) => this.#look(change),
            onAcceptAll: () => this.#acceptAll(),
            onShowInGrid: () => this.#showInGrid(),
          })}
          ${this.#list.element} ${
            hasFindings
              ? ''
              : noFindings(state, this.#looking, {
                  onEmbed: () => void this.#embed(),
                  onLabel: () => actions.showView('batch'),
                })
          }
          ${this.#large.element}
        </section>`,
      this.element,
    );
    this.#large.show(finding, state);
    const isMixed = this.#looking.check === 'ignored';
    this.#list.show({ state, findings: this.#findings, cursor: this.#cursor, isMixed });
    return true;
  }
}

function isBack(before: Status | undefined, now: Status | undefined): boolean {
  return now === 'open' && (before === 'done' || before === 'ignored');
}

/** What a decision has come to, for everyone to hear. */
function said({ paths: all }: PanelFinding, act: PanelAct, decision: Decision): string {
  const paths = 'paths' in act ? act.paths : all;
  const images = paths.length === 1 ? paths[0] : t('{0} images', formatted(paths.length));
  if (act.kind === 'ignore') {
    if (decision.kind !== 'ignore') return t('{0}: the label stands.', images);
    return act.on ? t('The finding is ignored.') : t('The finding counts again.');
  }
  if (act.kind === 'label') return t('{0}: {1}.', images, act.label);
  const isOn = 'on' in act && act.on;
  if (act.kind === 'skip') return isOn ? t('{0}: skipped.', images) : t('{0}: not skipped any more.', images);
  return isOn ? t('{0}: flagged.', images) : t('{0}: not flagged any more.', images);
}

export default function createReviewView(page: ViewPage): View {
  return new ReviewView(page);
}
