import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { PanelConflict, PanelStatement } from '../../src/protocol/relationsPanel.ts';
import { colorClass, colorOf } from '../classColor.ts';
import { textButton } from '../controls.ts';
import { shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { formatted } from '../words.ts';
import { type ChainPart, chainParts, statementsOf } from './chain.ts';
import { type Pictures, pictureOf } from './pictures.ts';

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
  const { count = 0, shown = [] } = parts.state.relations?.conflicts ?? {};
  if (shown.length === 0)
    return html`<div class="relations-none">
      <h2>${t('No answers contradict each other')}</h2>
      <p>${t('What cannot all be so stands here, with what proves it. Nothing is labeled by it until it is settled.')}</p>
    </div>`;
  const pick = (event: Event): void => {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest('.conflict');
    if (row instanceof HTMLElement && target?.closest('button') === null)
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
    ${rest > 0 ? html`<p class="hint conflicts-rest">${t('{0} more come when some of these are settled.', formatted(rest))}</p>` : nothing}`;
}

function conflictRow(conflict: PanelConflict, place: number, parts: ConflictParts): TemplateResult {
  const isCursor = place === parts.cursor;
  const { said } = conflict;
  return html`<div
    role="row"
    id=${`conflict-${place}`}
    class="conflict ${isCursor ? 'is-cursor' : ''}"
    aria-rowindex=${place + 1}
    aria-selected=${isCursor}
    data-place=${place}
    data-conflict=${conflict.id}
  >
    <div role="gridcell" class="conflict-words">
      <p>${heading(said)}</p>
    </div>
    <div role="gridcell" class="conflict-chain">
      ${chainParts(conflict).map((part) => chainPart(part, parts))}
    </div>
    ${isCursor ? html`<div role="gridcell" class="conflict-ways">${ways(conflict, parts)}</div>` : nothing}
  </div>`;
}

/** What was said and does not apply. */
function heading({ relation, source }: PanelStatement): string {
  const isSame = relation === 'same';
  if (source === '')
    return isSame
      ? t('You said that the first and the last show the same. Other answers say otherwise:')
      : t('You said that the first and the last do not show the same. Other answers say otherwise:');
  return isSame
    ? t('The files say that the first and the last show the same. Answers say otherwise:')
    : t('The files say that the first and the last do not show the same. Answers say otherwise:');
}

function chainPart(part: ChainPart, { state, pictures }: ConflictParts): TemplateResult {
  if (part.kind === 'image')
    return html`<span class="conflict-image" title=${part.path}>${pictureOf(part.path, pictures)}</span>`;
  if (part.kind === 'class')
    return html`<span class="chip ${colorClass(colorOf(state, part.name))}" title=${part.name}>${part.name}</span>`;
  const isSame = part.kind === 'same';
  return html`<span class="conflict-sign is-${part.kind}" aria-label=${isSame ? t('the same as') : t('not the same as')} role="img"
    >${isSame ? '=' : '≠'}</span
  >`;
}

/** What was said, in words. */
function statementWords({ a, b, relation, label, source }: PanelStatement): string {
  if (relation === 'label') return t('{0} is labeled {1}', a, label);
  if (relation === 'different') return t('{0} is not the same as {1}', a, b);
  switch (source) {
    case 'folder':
      return t('{0} lies in one folder with {1}', a, b);
    case 'burst':
      return t('{0} was taken within seconds of {1}', a, b);
    case 'duplicate':
      return t('{0} is nearly a copy of {1}', a, b);
    default:
      return t('{0} is the same as {1}', a, b);
  }
}

function ways(conflict: PanelConflict, { state, onSettle, onWithdraw }: ConflictParts): TemplateResult {
  const key = shownKeys(state.keys, 'open');
  const settle = t('Ask the pair that settles it');
  return html`${textButton({
    label: key === '' ? settle : `${settle} (${key})`,
    title: t('Asks about one pair, whose answer decides what stands'),
    onPress: () => onSettle(conflict),
  })}
    <ul class="conflict-statements">
      ${statementsOf(conflict).map(
        (statement) => html`<li>
          <span class="conflict-statement">${statementWords(statement)}${statement.times > 1 ? t(', said {0} times', statement.times) : ''}</span>
          ${
            statement.answer === ''
              ? nothing
              : textButton({
                  label: t('Withdraw this answer'),
                  title: t('Withdraws all that was said on that screen; undo brings it back'),
                  onPress: () => onWithdraw(statement),
                })
          }
        </li>`,
      )}
    </ul>`;
}

/** Thumbnails of the contradictions, from the cursor on. */
export function wantedOfConflicts(conflicts: readonly PanelConflict[], cursor: number): readonly string[] {
  const order = [...conflicts.slice(cursor), ...conflicts.slice(0, cursor)];
  return order.flatMap((conflict) =>
    chainParts(conflict).flatMap((part) => (part.kind === 'image' ? [part.path] : [])),
  );
}
