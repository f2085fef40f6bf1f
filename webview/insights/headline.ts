import { html, nothing, type TemplateResult } from 'lit-html';
import type { InsightFacts, PanelInsights } from '../../src/protocol/insightsPanel.ts';
import { sparkline } from '../charts/sparkline.ts';
import { t } from '../l10n.ts';
import type { Summary } from '../summary.ts';
import { progressBar } from '../widgets.ts';
import { duration, share, whole } from './numbers.ts';

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly more?: string | TemplateResult | typeof nothing;
}

/** Of less work nothing can be said per hour. */
const leastSeconds = 60;

/** The numbers that a person looks for first. */
export function headline(
  facts: InsightFacts,
  measured: PanelInsights | undefined,
  summary: Summary,
): TemplateResult {
  const tiles = [labelTile(facts, summary), accuracyTile(measured), paceTile(facts), undoTile(facts)];
  return html`<dl class="tiles">
    ${tiles.map(
      (tile) =>
        tile &&
        html`<div class="tile">
          <dt>${tile.name}</dt>
          <dd><span class="tile-value">${tile.value}</span>${tile.more ? html`<span class="tile-more">${tile.more}</span>` : nothing}</dd>
        </div>`,
    )}
  </dl>`;
}

function labelTile({ totalBudget }: InsightFacts, { labeled, skipped }: Summary): Tile {
  const more = skipped > 0 ? t('{0} skipped', whole(skipped)) : nothing;
  if (totalBudget <= 0) return { name: t('Labels'), value: whole(labeled), more };
  const bar = html`<span class="budget-bar">${progressBar(t('Budget used'), Math.min(labeled, totalBudget), totalBudget)}</span>`;
  return {
    name: t('Labels of your budget'),
    value: t('{0} of {1}', whole(labeled), whole(totalBudget)),
    more: bar,
  };
}

function accuracyTile(measured: PanelInsights | undefined): Tile | undefined {
  const now = measured?.learning?.points.at(-1)?.accuracy;
  if (now === undefined) return undefined;
  return {
    name: t('Right on held-out labels'),
    value: share(now.mean),
    more: t('± {0}', share(now.standardError)),
  };
}

function paceTile({ pace }: InsightFacts): Tile | undefined {
  const { perHour, medianSeconds, seconds, sessions } = pace;
  if (perHour === null || seconds < leastSeconds) return undefined;
  const speeds = sessions.filter((one) => one.seconds > 0).map((one) => (3600 * one.images) / one.seconds);
  const said = [
    ...(medianSeconds === null ? [] : [t('{0} each', seconds1(medianSeconds))]),
    t('{0} in all, without pauses', duration(seconds)),
  ].join(' · ');
  return {
    name: t('Images per hour'),
    value: whole(perHour),
    more: html`${said} ${sparkline(speeds, t('Images per hour of each session'))}`,
  };
}

/** "2.4 s" */
function seconds1(value: number): string {
  return t('{0} s', Math.round(10 * value) / 10);
}

function undoTile({ pace: { decisions, takenBack } }: InsightFacts): Tile | undefined {
  if (decisions === 0) return undefined;
  return {
    name: t('Taken back'),
    value: share(takenBack / decisions),
    more: t('{0} of {1} decisions', whole(takenBack), whole(decisions)),
  };
}

/** Whether to go on, and what says so. */
export function stopCard(measured: PanelInsights | undefined): TemplateResult | typeof nothing {
  const stop = measured?.stop;
  if (!stop) return nothing;
  return html`<section class="stop" aria-label=${t('Whether to go on')}>
    <p>${stop.why}</p>
    <ul>
      ${stop.signals.map(({ text, isMet }) => html`<li class=${isMet ? 'is-met' : ''}>${text}</li>`)}
    </ul>
  </section>`;
}
