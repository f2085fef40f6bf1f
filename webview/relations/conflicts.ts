import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { PanelConflict, PanelStatement } from '../../src/protocol/relationsPanel.ts';
import { shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { button } from '../widgets.ts';
import { formatted } from '../words.ts';
import { imagesOf, inOrder } from './chain.ts';
import { wayBack } from './keyHint.ts';
import type { Pictures } from './pictures.ts';
import { statementLine } from './statement.ts';

export interface ConflictParts {
  readonly state: State;
  readonly cursor: number;
  readonly pictures: Pictures;
  readonly onPick: (place: number) => void;
  readonly onSettle: (conflict: PanelConflict) => void;
  readonly onWithdraw: (statement: PanelStatement) => void;
}

/** What was said and cannot all be so, with what proves it and the ways out. */
export function conflictList(parts: ConflictParts): TemplateResult {
  const { state } = parts;
  const { count = 0, shown = [] } = state.relations?.conflicts ?? {};
  if (shown.length === 0)
    return html`<div class="relations-none">
      <h2>${t('No answers contradict each other')}</h2>
      <p>${t('What cannot all be so stands here, with what proves it. Nothing is labeled by it until it is settled.')}</p>
    </div>`;
  const pick = (event: Event): void => {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest('.conflict');
    if (row instanceof HTMLElement && target?.closest('button, vscode-button') === null)
      parts.onPick(Number(row.dataset.place));
  };
  const rest = count - shown.length;
  return html`<div
      class="conflicts"
      role="grid"
      tabindex="0"
      aria-label=${t('Contradictions')}
      aria-rowcount=${shown.length}
      aria-activedescendant=${`conflict-${parts.cursor}`}
      @click=${pick}
    >
      ${repeat(
        shown,
        ({ id }) => id,
        (conflict, place) => conflictRow(conflict, place, parts),
      )}
    </div>
    <p class="relations-keys hint">
      ${rest > 0 ? html`<span>${t('{0} more come when some of these are settled.', formatted(rest))}</span>` : nothing}
      <span><kbd>↑</kbd> <kbd>↓</kbd> ${t('other contradictions')}</span>
      ${wayBack(state, 'conflicts')}
    </p>`;
}

function conflictRow(conflict: PanelConflict, place: number, parts: ConflictParts): TemplateResult {
  const isCursor = place === parts.cursor;
  const { said } = conflict;
  const { state, pictures, onWithdraw } = parts;
  const line = { state, pictures, ...(isCursor && { onWithdraw }) };
  return html`<div
    role="row"
    id=${`conflict-${place}`}
    class="conflict ${isCursor ? 'is-cursor' : ''}"
    aria-rowindex=${place + 1}
    aria-selected=${isCursor}
    data-place=${place}
    data-conflict=${conflict.id}
  >
    <div role="gridcell" class="conflict-said">
      <p>${said.source === '' ? t('This answer does not count:') : t('The files say this, and it does not count:')}</p>
      <ul>
        ${statementLine(said, line)}
      </ul>
    </div>
    ${isCursor ? html`<div role="gridcell" class="conflict-settle">${settle(conflict, parts)}</div>` : nothing}
    <div role="gridcell" class="conflict-chain">
      <p class="hint">${t('These say otherwise:')}</p>
      <ul>
        ${inOrder(conflict).map((statement) => statementLine(statement, line))}
      </ul>
    </div>
  </div>`;
}

function settle(conflict: PanelConflict, { state, onSettle }: ConflictParts): TemplateResult {
  const key = shownKeys(state.keys, 'open');
  const words = t('Ask the pair that settles it');
  return button({
    label: key === '' ? words : `${words} (${key})`,
    title: t('Asks about one pair, whose answer decides what stands'),
    onPress: () => onSettle(conflict),
  });
}

/** Thumbnails of the contradictions, from the cursor on. */
export function wantedOfConflicts(conflicts: readonly PanelConflict[], cursor: number): readonly string[] {
  return [...conflicts.slice(cursor), ...conflicts.slice(0, cursor)].flatMap(imagesOf);
}
