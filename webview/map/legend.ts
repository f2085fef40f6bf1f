import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { textButton } from '../controls.ts';
import { t } from '../l10n.ts';
import { searchField } from '../widgets.ts';
import { formatted } from '../words.ts';
import type { Coloring, KindColor, LegendEntry } from './kinds.ts';

/** Kinds that are listed before a person asks for all, or looks for one. */
const listedFirst = 20;
/** More are never listed at once: typing finds the others. */
const listedMost = 200;

export interface LegendHost {
  readonly colorOf: (color: KindColor) => string;
  readonly hidden: ReadonlySet<string>;
  readonly query: string;
  readonly listsAll: boolean;
  /** Shows or hides the points of a kind. */
  readonly onToggle: (key: string) => void;
  /** Shows only this kind. */
  readonly onOnly: (key: string) => void;
  readonly onShowAll: () => void;
  readonly onQuery: (text: string) => void;
  readonly onListAll: () => void;
}

/** What the colors and shapes mean, with how many points there are of each; a press hides a kind or shows it again. */
export function legend({ entries, note }: Coloring, host: LegendHost): TemplateResult {
  const { hidden, query, listsAll, onQuery, onListAll, onShowAll } = host;
  const there = entries.filter(({ count }) => count > 0);
  const isLong = there.length > listedFirst;
  const wanted = query.trim().toLowerCase();
  const matching = there.filter(({ label }) => label.toLowerCase().includes(wanted));
  const ranked = isLong ? matching.toSorted((a, b) => b.count - a.count) : matching;
  const listed = ranked.slice(0, listsAll || wanted !== '' ? listedMost : listedFirst);
  return html`<section class="map-legend" aria-label=${t('Legend')}>
    <h2>${t('Legend')}</h2>
    ${note === '' ? nothing : html`<p class="hint">${note}</p>`}
    ${isLong ? searchField({ label: t('Find in the legend'), placeholder: t('Find one of {0}', formatted(there.length)), value: query, onInput: onQuery }) : nothing}
    <ul>
      ${listed.map((entry) => row(entry, host))}
    </ul>
    <div class="map-legend-end">
      ${
        listed.length < ranked.length
          ? html`<span class="hint">${t('{0} of {1}, the most frequent first', formatted(listed.length), formatted(ranked.length))}</span>
              ${!listsAll && wanted === '' ? textButton({ label: t('List more'), title: t('List more kinds'), onPress: onListAll }) : nothing}`
          : nothing
      }
      ${hidden.size > 0 ? textButton({ label: t('Show all'), title: t('Show the points of every kind again'), onPress: onShowAll }) : nothing}
    </div>
  </section>`;
}

function row(entry: LegendEntry, { hidden, colorOf, onToggle, onOnly }: LegendHost): TemplateResult {
  const { key, label, count } = entry;
  const isHidden = hidden.has(key);
  return html`<li class=${isHidden ? 'is-hidden' : ''}>
    <button
      type="button"
      aria-pressed=${!isHidden}
      title=${isHidden ? t('Show {0}', label) : t('Hide {0}', label)}
      @click=${() => onToggle(key)}
    >
      ${swatch(entry.shape, colorOf(entry.color))} <span class="map-legend-label">${label}</span>
      <span class="count">${formatted(count)}</span>
    </button>
    <button type="button" class="map-only" title=${t('Show only {0}', label)} @click=${() => onOnly(key)}>
      ${t('only')}
    </button>
  </li>`;
}

const outlines = [
  svg`<circle cx="6" cy="6" r="4.5" />`,
  svg`<rect x="2" y="2" width="8" height="8" />`,
  svg`<path d="M6 1.5 11 10.5H1z" />`,
  svg`<path d="M6 0.8 11.2 6 6 11.2 0.8 6z" />`,
  svg`<path d="M4.5 1h3v3.5H11v3H7.5V11h-3V7.5H1v-3h3.5z" />`,
  svg`<circle class="is-ring" cx="6" cy="6" r="3.6" />`,
];

function swatch(shape: number, color: string): TemplateResult {
  return html`<svg class="map-swatch" viewBox="0 0 12 12" fill=${color} stroke=${color} aria-hidden="true">
    ${outlines[shape]}
  </svg>`;
}
