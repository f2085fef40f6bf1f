import { l10n } from 'vscode';
import type { Imports } from '../core/types.ts';
import type { Dataset } from '../dataset/types.ts';
import type { PanelStrategy } from '../protocol/panel.ts';
import { type StrategyInfo, strategies } from '../protocol/strategies.ts';

/** Every strategy, with what it lacks in a folder. */
export function panelStrategies(
  { counts }: Pick<Dataset, 'counts'>,
  { predictions, scores }: Imports,
): readonly PanelStrategy[] {
  const hasModel = counts.size >= 2;
  return strategies.map(({ id, title, summary, needs }) => ({
    id,
    title: l10n.t(title),
    summary: l10n.t(summary),
    lacks: lacking(needs, {
      hasModel,
      hasPredictions: predictions !== undefined,
      hasScores: scores !== undefined,
    }),
  }));
}

/** What a strategy is called. */
export function strategyTitle(id: string): string {
  const title = strategies.find((strategy) => strategy.id === id)?.title;
  return title === undefined ? id : l10n.t(title);
}

interface Situation {
  /** Two classes have a label, so that a model can be fitted. */
  readonly hasModel: boolean;
  /** Of the person's own. */
  readonly hasPredictions: boolean;
  readonly hasScores: boolean;
}

function lacking(needs: StrategyInfo['needs'], { hasModel, hasPredictions, hasScores }: Situation): string {
  if (needs.includes('labels') && !hasModel) return l10n.t('Needs labels of two classes');
  if (needs.includes('probabilities') && !hasModel && !hasPredictions)
    return l10n.t('Needs labels of two classes, or imported predictions');
  if (needs.includes('scores') && !hasScores) return l10n.t('Needs a score per image, which is imported');
  return '';
}
