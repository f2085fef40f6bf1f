import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelFinding } from '../../src/protocol/reviewPanel.ts';
import { colorClass, colorOf } from '../classColor.ts';
import { textButton } from '../controls.ts';
import { shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import { percent } from '../percent.ts';
import { annotationOf } from '../state/image.ts';
import type { State } from '../state/state.ts';
import { icon } from '../widgets.ts';
import { formatted } from '../words.ts';
import { commonLabel, type Decision, decide, suggestionOf } from './decisions.ts';
import { isAboutCopies, isNow, type Status } from './status.ts';
import { checkWords } from './words.ts';

export interface FindingRow {
  readonly state: State;
  readonly finding: PanelFinding;
  readonly place: number;
  readonly status: Status;
  readonly isCursor: boolean;
  /** The list has findings of several checks. */
  readonly isMixed: boolean;
  /** Pictures that are shown side by side, at most. */
  readonly most: number;
  /** Address of an image's thumbnail, once known. */
  readonly thumbnail: (path: string) => string | undefined;
  readonly onDecide: (decision: Decision) => void;
}

/** Images of a finding that are shown, in their order. */
export function picturesOf({ paths }: PanelFinding, { rowOf }: State, most: number): readonly string[] {
  return paths.filter((path) => rowOf.has(path)).slice(0, most);
}

/** Labeled images beside them, as evidence, where there is room. */
export function nearOf(
  { paths, near = [] }: PanelFinding,
  { rowOf }: State,
  most: number,
): readonly string[] {
  return near.filter((path) => rowOf.has(path)).slice(0, Math.max(0, most - paths.length));
}

/** One finding: its pictures side by side, the evidence in words, how grave it is, and what can be done. */
export function findingRow(row: FindingRow): TemplateResult {
  const { state, finding, place, status, isCursor } = row;
  return html`<div
    role="row"
    class="finding is-${status} ${isCursor ? 'is-cursor' : ''}"
    id=${`finding-${place}`}
    aria-rowindex=${place + 1}
    aria-selected=${isCursor}
    data-place=${place}
    data-finding=${finding.id}
    data-status=${status}
  >
    <div role="gridcell" class="finding-pictures">${pictures(row)}</div>
    <div role="gridcell" class="finding-text">
      <p class="finding-head">
        ${row.isMixed ? html`<span class="finding-check">${checkWords[finding.check].title}</span>` : nothing}
        ${change(finding, state)}
        ${status === 'open' ? nothing : html`<span class="finding-status">${statusText(status, finding, state)}</span>`}
        <span class="finding-path" title=${finding.paths.join('\n')}>${pathText(finding)}</span>
      </p>
      <p class="finding-sentence" title=${finding.text}>${finding.text}</p>
      ${isCursor ? buttons(row) : nothing}
    </div>
    <div role="gridcell" class="finding-severity">
      <meter min="0" max="1" value=${finding.severity} aria-label=${t('Severity')}></meter>
      <span>${percent(finding.severity)}</span>
    </div>
  </div>`;
}

function pictures(row: FindingRow): TemplateResult {
  const { state, finding, most, thumbnail } = row;
  const shown = picturesOf(finding, state, most);
  const more = finding.paths.length - shown.length;
  return html`${shown.map((path, i) => {
    const url = thumbnail(path);
    const isCopy = isAboutCopies(finding) && i > 0;
    return html`<figure class=${isNow(state, path) === null ? 'is-skipped' : ''}>
      ${
        url === undefined
          ? html`<span class="finding-picture"></span>`
          : html`<img class="finding-picture" alt=${isCopy ? t('Copy {0}', path) : path} src=${url} draggable="false" />`
      }
      <figcaption>${labelChip(state, path)}</figcaption>
    </figure>`;
  })}
  ${nearPictures(row)}
  ${more > 0 ? html`<span class="finding-more">${t('+{0}', formatted(more))}</span>` : nothing}`;
}

function nearPictures({ state, finding, most, thumbnail }: FindingRow): TemplateResult | typeof nothing {
  const near = nearOf(finding, state, most);
  if (near.length === 0) return nothing;
  return html`<span class="finding-near-mark" title=${t('The nearest labeled images')}>${icon('arrow-both')}</span>
    ${near.map((path) => {
      const url = thumbnail(path);
      return html`<figure class="is-near" title=${path}>
        ${
          url === undefined
            ? html`<span class="finding-picture"></span>`
            : html`<img class="finding-picture" alt=${t('Nearest labeled image {0}', path)} src=${url} draggable="false" />`
        }
        <figcaption>${labelChip(state, path)}</figcaption>
      </figure>`;
    })}`;
}

/** What an image is now. */
export function labelChip(state: State, path: string): TemplateResult {
  const label = isNow(state, path);
  const row = state.rowOf.get(path);
  const isFlagged = row !== undefined && annotationOf(state, row).flagged;
  const flag = isFlagged ? html`<span title=${t('flagged')}>${icon('bookmark')}</span>` : nothing;
  if (label === undefined) return html`<span class="chip skip">${t('gone')}</span>`;
  if (label === null) return html`<span class="chip skip">${t('skipped')}</span>${flag}`;
  if (label === '') return html`<span class="chip none">${t('no label')}</span>${flag}`;
  return html`<span class="chip ${colorClass(colorOf(state, label))}" title=${label}>${label}</span>${flag}`;
}

/** "cat → dog": what it was when it was reviewed, and what is suggested. */
function change(finding: PanelFinding, state: State): TemplateResult | typeof nothing {
  const suggestion = suggestionOf(state, finding);
  if (suggestion?.kind !== 'label') return nothing;
  const chip = (label: string): TemplateResult =>
    html`<span class="chip ${colorClass(colorOf(state, label))}" title=${label}>${label}</span>`;
  const [before] = finding.was;
  return html`${before ? chip(before) : nothing}${icon('arrow-right')}${chip(suggestion.label)}`;
}

function statusText(status: Status, finding: PanelFinding, state: State): string {
  if (status === 'ignored') return t('ignored');
  if (status !== 'done') return '';
  const [path] = finding.paths;
  const now = path === undefined ? undefined : isNow(state, path);
  const suggested = finding.suggestion?.kind === 'label' ? finding.suggestion.label : undefined;
  return now && now !== finding.was[0] && now !== suggested ? t('done: {0}', now) : t('done');
}

function pathText({ paths }: PanelFinding): TemplateResult {
  const [first = ''] = paths;
  const file = first.lastIndexOf('/') + 1;
  const name = first.slice(file);
  const end = paths.length < 2 ? name : t('{0} and {1} more', name, formatted(paths.length - 1));
  return html`<span class="finding-folder">${first.slice(0, file)}</span><span class="finding-file">${end}</span>`;
}

/** What can be done about the finding under the cursor, with the keys that do it. */
function buttons({ state, finding, status, onDecide }: FindingRow): TemplateResult {
  const { keys } = state;
  const accept = acceptWords(finding, state);
  const common = commonLabel(state, finding);
  const key = (action: 'accept' | 'skip' | 'reject' | 'flag'): string => shownKeys(keys, action);
  const act = (label: string, title: string, decision: Decision): TemplateResult =>
    textButton({ label, title, onPress: () => onDecide(decision) });
  return html`<p class="finding-acts">
    ${accept === '' ? nothing : act(`${accept} (${key('accept')})`, t('Accept the suggestion'), { kind: 'accept' })}
    ${common === '' ? nothing : act(t('Label all {0}', common), t('Give all copies the same label'), { kind: 'link' })}
    ${
      finding.paths.length === 0
        ? nothing
        : act(
            `${isAboutCopies(finding) ? t('Skip all') : t('Skip')} (${key('skip')})`,
            t('Leave it out of the data set'),
            { kind: 'skip' },
          )
    }
    ${act(
      `${status === 'ignored' ? t('Count it again') : t('Ignore')} (${key('reject')})`,
      t('Findings that are ignored stay so in the next review'),
      { kind: 'ignore' },
    )}
  </p>`;
}

/** What accepting comes to; '' = nothing is suggested, or it is done. */
function acceptWords(finding: PanelFinding, state: State): string {
  const { paths } = finding;
  const suggestion = suggestionOf(state, finding);
  if (decide(state, [finding], { kind: 'accept' }).acts.length === 0) return '';
  switch (suggestion?.kind) {
    case 'label':
      return t('Label {0}', suggestion.label);
    case 'keep-first':
      return paths.length === 2 ? t('Keep the first') : t('Keep the first of {0}', formatted(paths.length));
    case 'skip':
      return paths.length > 1 ? t('Skip the first') : '';
    default:
      return '';
  }
}
