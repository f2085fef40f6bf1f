import { html, type TemplateResult } from 'lit-html';
import type { PanelRelations } from '../../src/protocol/relationsPanel.ts';
import { segments } from '../controls.ts';
import { language, t } from '../l10n.ts';
import type { RelationPart } from '../state/relations.ts';
import type { State } from '../state/state.ts';
import { formatted } from '../words.ts';

/** What stands above all parts: which of them is shown, and what the answers have brought. */
export function relationsHead(
  { relations }: State,
  part: RelationPart,
  onPart: (part: RelationPart) => void,
): TemplateResult {
  return html`<header class="relations-head">
    <div class="relations-parts">
      ${segments(
        t('Parts of this view'),
        [
          { value: 'question', label: t('Questions') },
          { value: 'groups', label: t('Groups'), count: relations?.groups.count ?? 0 },
          { value: 'conflicts', label: t('Contradictions'), count: relations?.conflicts.count ?? 0 },
        ],
        part,
        onPart,
      )}
    </div>
    ${counter(relations)}
  </header>`;
}

/** "48 answers → 412 images labeled (8.6 per answer)", and what the last answer brought. Both have their places before the first. */
function counter(relations: PanelRelations | null): TemplateResult {
  const hasAnswers = relations !== null && relations.answers > 0;
  const gain = (hasAnswers && relations.lastGain) || 0;
  return html`<p class="relations-counter">
    ${hasAnswers ? whatCame(relations) : html`<span class="relations-came"></span>`}
    <span class="relations-gain ${gain > 0 ? 'is-more' : ''}">${gain === 0 ? '' : gainWords(gain)}</span>
  </p>`;
}

function whatCame({ answers, implied, groups }: PanelRelations): TemplateResult {
  const each = (implied / answers).toLocaleString(language, { maximumFractionDigits: 1 });
  const given = answers === 1 ? t('1 answer') : t('{0} answers', formatted(answers));
  const brought =
    implied === 0 && groups.count > 0
      ? waitWords(groups)
      : implied === 1
        ? t('1 image labeled ({0} per answer)', each)
        : t('{0} images labeled ({1} per answer)', formatted(implied), each);
  return html`<span class="relations-came" title=${`${given} → ${brought}`}>${given} → <strong>${brought}</strong></span>`;
}

/** "93 images in 2 groups without a name": what is won before any class has one. */
function waitWords({ count, images }: PanelRelations['groups']): string {
  return count === 1
    ? t('{0} images in 1 group without a name', formatted(images))
    : t('{0} images in {1} groups without a name', formatted(images), formatted(count));
}

/** What an answer brought: "+12 labels". */
export function gainWords(gain: number): string {
  const size = formatted(Math.abs(gain));
  if (gain > 0) return gain === 1 ? t('+1 label') : t('+{0} labels', size);
  return gain === -1 ? t('−1 label') : t('−{0} labels', size);
}
