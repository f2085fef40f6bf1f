import { html, nothing, type TemplateResult } from 'lit-html';
import type { KeyActionName } from '../../src/protocol/keys.ts';
import { colorClass, colorOf } from '../classColor.ts';
import { textButton } from '../controls.ts';
import { shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import { percent } from '../percent.ts';
import { annotationOf, isPending, predictionOf } from '../state/image.ts';
import { currentPath } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import { iconButton } from '../widgets.ts';
import { formatted } from '../words.ts';
import { impliedWords } from './cell.ts';
import type { Zoom } from './zoom.ts';

export interface StageFacts {
  readonly state: State;
  readonly mode: Zoom['mode'];
  /** 1 = one image pixel on one screen pixel. */
  readonly scale: number;
  /** Of the file, once it is known. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Less than 1: a reduced picture stands for a very large image. */
  readonly share?: number;
}

export interface StageBarEvents {
  readonly onZoom: (direction: 1 | -1) => void;
  readonly onFit: () => void;
  readonly onActual: () => void;
  readonly onClose: () => void;
}

/** Below the single image: what it is, what is known of it, and how large it is drawn. */
export function stageBar(facts: StageFacts, events: StageBarEvents): TemplateResult {
  const { state, mode, scale } = facts;
  const key = (action: KeyActionName): string => shownKeys(state.keys, action);
  return html`<div class="caption">
      <span class="name" title=${currentPath(state)}>${currentPath(state)}</span>
      ${marks(state)}
      <span class="size">${sizeText(facts)}</span>
    </div>
    <div class="zoom-buttons" role="group" aria-label=${t('Zoom')}>
      ${iconButton({ icon: 'zoom-out', label: t('Smaller ({0})', key('smaller')), onPress: () => events.onZoom(-1) })}
      <span class="zoom-text">${zoomText(scale)}</span>
      ${iconButton({ icon: 'zoom-in', label: t('Larger ({0})', key('larger')), onPress: () => events.onZoom(1) })}
      ${textButton({ label: '1:1', title: t('100 % ({0})', key('actualSize')), isPressed: mode === 'actual', onPress: events.onActual })}
      ${textButton({ label: t('Fit'), title: t('Fit ({0})', key('actualSize')), isPressed: mode === 'fit', onPress: events.onFit })}
      ${iconButton({ icon: 'close', label: t('Back to the grid ({0})', key('open')), onPress: events.onClose })}
    </div>`;
}

function marks(state: State): TemplateResult | typeof nothing {
  const row = state.shown[state.cursor];
  if (row === undefined) return nothing;
  const { label, skipped, flagged, implied } = annotationOf(state, row);
  const guess = predictionOf(state, row);
  const pending = isPending(state, currentPath(state)) ? 'is-pending' : '';
  return html`<span class="marks ${pending}">
    ${skipped ? html`<span class="chip skip">${t('skipped')}</span>` : nothing}
    ${label === '' ? nothing : html`<span class="chip ${colorClass(colorOf(state, label))}">${label}</span>`}
    ${implied ? html`<span class="hint">${impliedWords}</span>` : nothing}
    ${flagged ? html`<span class="codicon codicon-bookmark" role="img" aria-label=${t('flagged')}></span>` : nothing}
    ${
      guess === undefined || guess.isRejected
        ? nothing
        : html`<span class="guess"
            ><span class="guess-dot ${colorClass(colorOf(state, guess.label))}"></span
            ><span class="guess-label">${guess.label}</span
            ><span class="guess-percent">${percent(guess.confidence)}</span></span
          >`
    }
  </span>`;
}

/** "4,000 × 3,000", or, where a reduced picture is shown, "20,000 × 8,000, shown at 41 % of its resolution" */
function sizeText({ size, share = 1 }: StageFacts): string {
  if (size === undefined) return '';
  const [width, height] = [formatted(size.width), formatted(size.height)];
  if (share > 0.99) return `${width} × ${height}`;
  return t('{0} × {1}, shown at {2} of its resolution', width, height, percent(share));
}

function zoomText(scale: number): string {
  const share = scale * 100;
  return `${share < 10 ? share.toFixed(1) : Math.round(share)} %`;
}
