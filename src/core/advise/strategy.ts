import type { Pool } from '../selectors/selector.ts';
import type { Advice, AdviceFacts } from './advice.ts';
import type { AdviceContext } from './labelSample.ts';
import { isTestable, type RemovalTest, removalTest } from './removal.ts';
import { ruleOf } from './rule.ts';

/**
 * Labels of the mean class from which the removal test decides. With fewer, going where the model is unsure was worse than
 * MaxHerding for 1-NN on every set we measured, and no better for logistic regression, whatever the test said.
 */
const decidesFrom = 20;

export type StrategyAdvice = Pick<Advice, 'phase' | 'selector' | 'parameters' | 'why' | 'removal'>;

/**
 * The strategy for the next batch: by the counts, and from 20 labels per class on by the removal test. The test looks at
 * a few hundred labels, however many images there are; `always`: it is made, too, where there are labels enough for it
 * but not for a decision. Deterministic for equal pool and seed.
 */
export async function adviseStrategy(
  pool: Pool,
  facts: AdviceFacts,
  ctx: AdviceContext,
  { always = false } = {},
): Promise<StrategyAdvice> {
  const byCounts = ruleOf(facts);
  const canDecide = byCounts.phase === 'consolidation' && facts.labelsPerClass.mean >= decidesFrom;
  if (!isTestable(facts) || pool.embeddings === undefined || !(always || canDecide)) return byCounts;
  const test = await removalTest(pool, ctx);
  if (!canDecide || test.missedMost !== 'margin') return { ...byCounts, removal: test.removals };
  return {
    phase: 'fine-tuning',
    selector: 'uherding',
    why: `Without the labels that a doubtful model would ask for, accuracy falls most (${drop(test)}), so the batch goes where the model is unsure.`,
    removal: test.removals,
  };
}

function drop({ removals }: RemovalTest): string {
  const of = (strategy: string): string => {
    const mean = removals.find((removal) => removal.strategy === strategy)?.accuracy.mean ?? 0;
    return `${(100 * mean).toFixed(1)} %`;
  };
  return `${of('margin')}, against ${of('max-herding')} without those that represent most`;
}
