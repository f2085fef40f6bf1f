import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelStatement } from '../../src/protocol/relationsPanel.ts';
import { colorClass, colorOf } from '../classColor.ts';
import { textButton } from '../controls.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { formatted } from '../words.ts';
import { type Pictures, pictureOf } from './pictures.ts';

export interface StatementParts {
  readonly state: State;
  readonly pictures: Pictures;
  /** Absent: it cannot be withdrawn here. */
  readonly onWithdraw?: (statement: PanelStatement) => void;
}

/** What was said, in a line: image = image, image ≠ image or image = class, who said it, and a way to withdraw it. */
export function statementLine(statement: PanelStatement, parts: StatementParts): TemplateResult {
  const { relation, a } = statement;
  const isDifferent = relation === 'different';
  const { answer } = statement;
  const { onWithdraw } = parts;
  return html`<li class="statement is-${relation}">
    <span class="for-screen-readers">${spoken(statement)}</span>
    <span class="statement-seen" aria-hidden="true">
      ${image(a, parts)}
      <span class="statement-sign">${isDifferent ? '≠' : '='}</span>
      ${other(statement, parts)}
      <span class="statement-by hint">${saidBy(statement)}</span>
    </span>
    ${
      answer === '' || onWithdraw === undefined
        ? nothing
        : textButton({
            label: t('Withdraw this answer'),
            title: t('Withdraws all that was said on that screen; undo brings it back'),
            onPress: () => onWithdraw(statement),
          })
    }
  </li>`;
}

function other({ relation, b, label }: PanelStatement, parts: StatementParts): TemplateResult {
  if (relation !== 'label') return image(b, parts);
  const color = colorClass(colorOf(parts.state, label));
  return html`<span class="statement-image"><span class="chip ${color}" title=${label}>${label}</span></span>`;
}

/** A small picture, and the name without its folders. */
function image(path: string, { pictures }: StatementParts): TemplateResult {
  return html`<span class="statement-image" title=${path}
    >${pictureOf(path, pictures, { alt: '' })}<bdi>${path.slice(path.lastIndexOf('/') + 1)}</bdi></span
  >`;
}

/** Who said it, and how often. */
function saidBy({ relation, source, times }: PanelStatement): string {
  if (relation === 'label') return t('label');
  switch (source) {
    case 'folder':
      return t('in one folder');
    case 'burst':
      return t('taken within seconds');
    case 'duplicate':
      return t('nearly copies');
    default:
      return times > 1 ? t('answered {0} times', formatted(times)) : t('answered');
  }
}

/** The same as a sentence, with the whole paths. */
function spoken({ a, b, relation, label, source, times }: PanelStatement): string {
  if (relation === 'label') return t('{0} is labeled {1}', a, label);
  const often = times > 1 ? `, ${t('answered {0} times', formatted(times))}` : '';
  if (relation === 'different') return t('{0} is not the same as {1}', a, b) + often;
  switch (source) {
    case 'folder':
      return t('{0} lies in one folder with {1}', a, b);
    case 'burst':
      return t('{0} was taken within seconds of {1}', a, b);
    case 'duplicate':
      return t('{0} is nearly a copy of {1}', a, b);
    default:
      return t('{0} is the same as {1}', a, b) + often;
  }
}
