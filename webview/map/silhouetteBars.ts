import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { ClusterResult } from '../../src/protocol/clusters.ts';
import { language, t } from '../l10n.ts';

/** The silhouette of each number of clusters that was tried, the best marked; a press groups by that number. */
export function silhouetteBars(
  silhouettes: ClusterResult['silhouettes'],
  shown: number,
  onPress: (k: number) => void,
): TemplateResult | typeof nothing {
  if (silhouettes.length === 0) return nothing;
  const values = silhouettes.map(({ silhouette }) => silhouette);
  const best = Math.max(...values);
  const least = Math.min(0, ...values);
  return html`<div class="silhouettes" role="group" aria-label=${t('Silhouette by number of clusters')}>
    ${silhouettes.map(({ k, silhouette }) => {
      const value = silhouette.toLocaleString(language, {
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
      });
      const isBest = silhouette === best;
      const title = isBest
        ? t('{0} clusters: silhouette {1}, the best', k, value)
        : t('{0} clusters: silhouette {1}', k, value);
      const height = (4 + (24 * (silhouette - least)) / Math.max(1e-9, best - least)).toFixed(1);
      return html`<button
        type="button"
        class="silhouette ${isBest ? 'is-best' : ''}"
        title=${title}
        aria-label=${title}
        aria-pressed=${k === shown}
        @click=${() => onPress(k)}
      >
        <svg viewBox="0 0 10 28" aria-hidden="true">${svg`<rect x="1" width="8" y=${(28 - Number(height)).toFixed(1)} height=${height} rx="1" />`}</svg>
        <span>${k}</span>
      </button>`;
    })}
  </div>`;
}
