import { html, nothing, type TemplateResult } from 'lit-html';
import { shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import { percent } from '../percent.ts';
import type { State } from '../state/state.ts';

const heads = {
  softmax: t('softmax regression'),
  spreading: t('label spreading'),
  mix: t('softmax regression and label spreading'),
} as const;

/** Who predicts the classes on the chips, and how often that is right: one calm line. */
export function predictionLine({ predictions, keys }: State): TemplateResult | typeof nothing {
  if (predictions === null) return nothing;
  const { head, source, why, accuracy } = predictions;
  const who = head === 'own' ? source : t('Head: {0}', heads[head]);
  const right = accuracy ? `, ${t('{0} in cross-validation', percent(accuracy.mean))}` : '';
  return html`<section class="predictions" aria-label=${t('Predictions')}>
    <h2>${t('Predictions')}</h2>
    <p title=${why}>${who}${right}</p>
    <p class="hint">
      ${t('{0} accepts, {1} hides', shownKeys(keys, 'accept'), shownKeys(keys, 'reject'))}
    </p>
  </section>`;
}
