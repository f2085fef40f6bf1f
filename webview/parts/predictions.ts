import { html, nothing, type TemplateResult } from 'lit-html';
import { percent } from '../percent.ts';
import type { State } from '../state/state.ts';

const heads = {
  softmax: 'softmax regression',
  spreading: 'label spreading',
  mix: 'softmax regression and label spreading',
} as const;

/** Who predicts the classes on the chips, and how often that is right: one calm line. */
export function predictionLine({ predictions }: State): TemplateResult | typeof nothing {
  if (predictions === null) return nothing;
  const { head, source, why, accuracy } = predictions;
  const who = head === 'own' ? source : `Head: ${heads[head]}`;
  const right = accuracy ? `, ${percent(accuracy.mean)} in cross-validation` : '';
  return html`<section class="predictions" aria-label="Predictions">
    <h2>Predictions</h2>
    <p title=${why}>${who}${right}</p>
    <p class="hint"><kbd>A</kbd> accepts, <kbd>X</kbd> hides</p>
  </section>`;
}
