import { html, render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { PanelFinding } from '../../src/protocol/reviewPanel.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import type { Decision } from './decisions.ts';
import { findingRow, nearOf, picturesOf } from './findingRow.ts';
import { statusesOf } from './status.ts';

/** Height of a row in CSS pixels where its parts stand side by side, and where they stand below one another. */
const heights = { wide: 160, narrow: 280 } as const;
/** Below this width the parts of a row stand below one another. */
const narrowWidth = 540;
const overscan = 3;
/** Width of a picture with its gap, and what the words need beside the pictures. */
const pictureWidth = 102;
const wordsWidth = 330;
const mostPictures = 5;

export interface FindingListEvents {
  readonly thumbnail: (path: string) => string | undefined;
  readonly want: (paths: readonly string[]) => void;
  readonly onPick: (place: number) => void;
  readonly onOpen: (place: number) => void;
  readonly onDecide: (decision: Decision) => void;
}

/** What the list shows. */
export interface ListedFindings {
  readonly state: State;
  readonly findings: readonly PanelFinding[];
  readonly cursor: number;
  readonly isMixed: boolean;
}

/** Thousands of findings as a native scroll area, of which only the rows in view are there. */
export class FindingList {
  readonly element = document.createElement('div');
  readonly #spacer = document.createElement('div');
  readonly #window = document.createElement('div');
  readonly #events: FindingListEvents;
  #listed: ListedFindings | undefined;
  #wanted = '';

  constructor(events: FindingListEvents) {
    this.#events = events;
    const { element } = this;
    element.className = 'findings';
    element.tabIndex = 0;
    element.setAttribute('role', 'grid');
    element.setAttribute('aria-label', t('Findings'));
    this.#spacer.className = 'findings-spacer';
    this.#window.className = 'findings-window';
    for (const part of [this.#spacer, this.#window]) part.setAttribute('role', 'presentation');
    this.#spacer.append(this.#window);
    element.append(this.#spacer);
    element.addEventListener('scroll', () => this.#draw(), { passive: true });
    element.addEventListener('click', (event) => this.#pick(event, events.onPick));
    element.addEventListener('dblclick', (event) => this.#pick(event, events.onOpen));
    new ResizeObserver(() => this.#draw()).observe(element);
  }

  /** Rows of one page. */
  get page(): number {
    return Math.max(1, Math.floor(this.element.clientHeight / this.#height));
  }

  /** Shows these; scrolls if the cursor has moved. */
  show(next: ListedFindings): void {
    const before = this.#listed;
    this.#listed = next;
    const hasMoved = before?.findings !== next.findings || before.cursor !== next.cursor;
    this.#draw(hasMoved);
  }

  get #height(): number {
    return this.element.clientWidth < narrowWidth ? heights.narrow : heights.wide;
  }

  /** Pictures of one finding for which there is room. */
  get #most(): number {
    const { clientWidth } = this.element;
    const room = clientWidth < narrowWidth ? clientWidth - 60 : clientWidth - wordsWidth;
    return Math.min(mostPictures, Math.max(2, Math.floor(room / pictureWidth)));
  }

  #pick(event: Event, tell: (place: number) => void): void {
    const target = event.target instanceof Element ? event.target : undefined;
    const row = target?.closest<HTMLElement>('.finding');
    if (row && target?.closest('button') === null) tell(Number(row.dataset.place));
  }

  #draw(follow = false): void {
    const { element } = this;
    if (this.#listed === undefined || element.clientHeight === 0) return;
    const { state, findings, cursor, isMixed } = this.#listed;
    const height = this.#height;
    this.#spacer.style.setProperty('height', `${findings.length * height}px`);
    element.classList.toggle('is-narrow', height === heights.narrow);
    if (follow) this.#scrollTo(cursor * height, height);
    const first = Math.max(0, Math.floor(element.scrollTop / height) - overscan);
    const last = Math.ceil((element.scrollTop + element.clientHeight) / height) + overscan;
    const shown = findings.slice(first, last);
    this.#window.style.setProperty('top', `${first * height}px`);
    const statuses = statusesOf(state);
    const most = this.#most;
    const { thumbnail, onDecide } = this.#events;
    element.setAttribute('aria-rowcount', String(findings.length));
    if (cursor >= first && cursor < last && findings.length > 0)
      element.setAttribute('aria-activedescendant', `finding-${cursor}`);
    else element.removeAttribute('aria-activedescendant');
    render(
      html`${repeat(
        shown,
        ({ id }) => id,
        (finding, i) =>
          findingRow({
            state,
            finding,
            place: first + i,
            status: statuses.get(finding.id) ?? 'open',
            isCursor: first + i === cursor,
            isMixed,
            most,
            thumbnail,
            onDecide,
          }),
      )}`,
      this.#window,
    );
    this.#want(
      shown.flatMap((finding) => [...picturesOf(finding, state, most), ...nearOf(finding, state, most)]),
    );
  }

  #scrollTo(top: number, height: number): void {
    const { element } = this;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight)
      element.scrollTop = top + height - element.clientHeight;
  }

  /** Only when they are others: whoever asks again gives up what is on its way. */
  #want(paths: readonly string[]): void {
    const key = paths.join('\n');
    if (key === this.#wanted) return;
    this.#wanted = key;
    this.#events.want(paths);
  }
}
