import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import type { PanelQuery } from '../../src/protocol/relationsPanel.ts';
import { colorClass, colorOf } from '../classColor.ts';
import { shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { button, icon } from '../widgets.ts';
import { formatted } from '../words.ts';
import { type Asked, anchorOf, countOf } from './asking.ts';
import { introduction } from './empty.ts';
import { keyHint } from './keyHint.ts';
import { type Pictures, pictureOf } from './pictures.ts';

export interface QuestionEvents {
  readonly onToggle: (place: number, isUnsure: boolean) => void;
  readonly onLarge: (place: number) => void;
  readonly onCommit: () => void;
  readonly onPair: (relation: 'same' | 'different' | 'unsure') => void;
  readonly onLater: () => void;
}

/** What a question is drawn from. */
export interface QuestionParts {
  readonly state: State;
  readonly asked: Asked;
  readonly cursor: number;
  /** The candidate under the cursor stands beside the anchor, as large as that. */
  readonly isLarge: boolean;
  readonly pictures: Pictures;
}

/** A question: the image it is about, what it is compared with, and how to answer. */
export function question(parts: QuestionParts, events: QuestionEvents): TemplateResult {
  const { query } = parts.asked;
  return html`<div class="ask is-${query.kind}" data-question=${query.id}>
    <div class="ask-head">
      <h2>${query.kind === 'grid' ? t('Choose all that show the same') : t('Do these two show the same?')}</h2>
      <p class="hint">${parts.state.relations?.answers === 0 ? introduction() : query.why}</p>
    </div>
    ${anchorFigure(parts)}
    ${
      // What has the focus is another element for each question: a screen reader says that it is another one.
      query.kind === 'grid'
        ? html`${keyed(query.id, candidates(parts, events))} ${gridActs(parts, events)}`
        : html`${otherFigure(parts)} ${keyed(query.id, pairActs(parts, events))}`
    }
  </div>`;
}

/** A question that is on its way, in the places where it will be. */
export function questionToCome(): TemplateResult {
  return html`<div class="ask is-grid is-to-come">
    <div class="ask-head">
      <h2>${t('Working out the next questions …')}</h2>
      <p class="hint"></p>
    </div>
    <figure class="ask-anchor"><span class="relations-picture"></span><figcaption></figcaption></figure>
    <div class="ask-candidates" data-columns="3">
      ${Array.from({ length: 9 }, () => html`<span class="candidate"><span class="relations-picture"></span></span>`)}
    </div>
    <div class="ask-acts"></div>
  </div>`;
}

function anchorFigure({ state, asked: { query }, pictures }: QuestionParts): TemplateResult {
  const path = anchorOf(query);
  return html`<figure class="ask-anchor">
    ${pictureOf(path, pictures, { isLarge: true })}
    <figcaption>${nameOf(query, state)} <span class="relations-path" title=${path}>${path}</span></figcaption>
  </figure>`;
}

function otherFigure({
  asked: {
    candidates: [path],
  },
  pictures,
}: QuestionParts): TemplateResult {
  return html`<figure class="ask-other">
    ${pictureOf(path, pictures, { isLarge: true })}
    <figcaption><span class="relations-path" title=${path}>${path}</span></figcaption>
  </figure>`;
}

/** The image that a question is about, and what is known of it, in words. */
function spoken(query: PanelQuery): string {
  return [anchorOf(query), query.label].filter((part) => part !== '').join(', ');
}

/** The class of the anchor, or the group that it is in. */
function nameOf({ label, size = 1 }: PanelQuery, state: State): TemplateResult | typeof nothing {
  const group = size > 1 ? html`<span class="hint">${t('group of {0}', formatted(size))}</span>` : nothing;
  if (label === '') return group;
  return html`<span class="chip ${colorClass(colorOf(state, label))}" title=${label}>${label}</span>`;
}

function candidates(
  { asked, cursor, isLarge, pictures }: QuestionParts,
  events: QuestionEvents,
): TemplateResult {
  const paths = asked.candidates;
  const placeOf = (event: Event): number | undefined => {
    const option = event.target instanceof Element ? event.target.closest('.candidate') : null;
    return option instanceof HTMLElement ? Number(option.dataset.place) : undefined;
  };
  return html`<div
    class="ask-candidates ${isLarge ? 'is-large' : ''}"
    role="listbox"
    tabindex="0"
    aria-multiselectable="true"
    aria-label=${t('Which of these show the same as {0}?', spoken(asked.query))}
    aria-activedescendant=${`candidate-${cursor}`}
    data-columns=${columnsFor(paths.length)}
    @click=${(event: MouseEvent) => {
      const place = placeOf(event);
      if (place !== undefined) events.onToggle(place, event.shiftKey);
    }}
    @dblclick=${(event: Event) => {
      const place = placeOf(event);
      if (place !== undefined) events.onLarge(place);
    }}
  >
    ${paths.map((path, place) => candidate(asked, place, place === cursor, pictureOf(path, pictures, { isLarge: isLarge && place === cursor })))}
  </div>`;
}

function candidate(asked: Asked, place: number, isCursor: boolean, picture: TemplateResult): TemplateResult {
  const path = asked.candidates[place];
  const isKnown = asked.known.has(path);
  const chosen = isKnown ? undefined : asked.chosen.get(path);
  const words = isKnown
    ? t('known already')
    : chosen === 'same'
      ? t('the same')
      : chosen === 'unsure'
        ? t('cannot tell')
        : '';
  return html`<div
    role="option"
    id=${`candidate-${place}`}
    class="candidate ${chosen ? `is-${chosen}` : ''} ${isKnown ? 'is-known' : ''} ${isCursor ? 'is-cursor' : ''}"
    aria-selected=${chosen === 'same'}
    aria-disabled=${isKnown ? 'true' : nothing}
    data-place=${place}
    data-path=${path}
    title=${path}
  >
    <kbd class="candidate-key">${place + 1}</kbd> ${picture}
    ${words === '' ? nothing : html`<span class="candidate-said">${chosen === 'same' ? icon('check') : chosen === 'unsure' ? icon('question') : nothing}${words}</span>`}
  </div>`;
}

/** Columns in which so many images stand, so that they are as large as can be. */
export function columnsFor(count: number): number {
  return count <= 1 ? 1 : count <= 4 ? 2 : 3;
}

function gridActs({ state, asked }: QuestionParts, events: QuestionEvents): TemplateResult {
  const open = asked.candidates.length - asked.known.size;
  const same = countOf(asked, 'same');
  const unsure = countOf(asked, 'unsure');
  const key = shownKeys(state.keys, 'open');
  return html`<div class="ask-acts">
    <div class="ask-buttons">
      ${button({ label: withKey(commitWords(same, unsure, open), key), onPress: events.onCommit })}
      ${laterButton(state, events)}
    </div>
    <p class="ask-keys hint">
      <span><kbd>1</kbd>–<kbd>${asked.candidates.length}</kbd> ${t('the same')}</span>
      <span><kbd>⇧1</kbd>–<kbd>⇧${asked.candidates.length}</kbd> ${t('cannot tell')}</span>
      ${keyHint(state, ['nextUndecided'], t('groups'))} ${keyHint(state, ['larger'], t('large'))}
    </p>
  </div>`;
}

/** What Enter says now. */
function commitWords(same: number, unsure: number, open: number): string {
  if (same === 0)
    return unsure === 0 ? t('None of these') : unsure === open ? t('Cannot tell') : t('None of the others');
  if (same === open && open > 1) return t('All {0} are the same', open);
  return same === 1 ? t('1 is the same') : t('{0} are the same', same);
}

function pairActs({ state, asked }: QuestionParts, { onPair, ...events }: QuestionEvents): TemplateResult {
  const { keys } = state;
  return html`<div
    class="ask-acts"
    role="group"
    tabindex="-1"
    aria-label=${t('Do {0} and {1} show the same?', spoken(asked.query), asked.candidates[0])}
  >
    <div class="ask-buttons">
      ${button({ label: withKey(t('Same'), shownKeys(keys, 'same')), onPress: () => onPair('same') })}
      ${button({ label: withKey(t('Different'), shownKeys(keys, 'different')), onPress: () => onPair('different') })}
      ${button({ label: withKey(t('Cannot tell'), shownKeys(keys, 'skip')), isSecondary: true, onPress: () => onPair('unsure') })}
      ${laterButton(state, { onPair, ...events })}
    </div>
  </div>`;
}

function laterButton({ keys }: State, { onLater }: QuestionEvents): TemplateResult {
  return button({
    label: withKey(t('Another question'), shownKeys(keys, 'later')),
    title: t('This one comes later'),
    isSecondary: true,
    onPress: onLater,
  });
}

function withKey(words: string, key: string): string {
  return key === '' ? words : `${words} (${key})`;
}
