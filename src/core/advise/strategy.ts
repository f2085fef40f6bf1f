import type { Pool } from '../selectors/selector.ts';
import type { Advice, AdviceFacts } from './advice.ts';
import type { AdviceContext } from './labelSample.ts';
import { isTestable, type RemovalTest, removalTest } from './removal.ts';
import { counted, ruleOf } from './rule.ts';

/**
 * Labels of the mean class from which the model's doubts count. One batch from 20 to 40 or 50 labels per class, on five sets
 * (9 runs): the margin, spread by k-means, was 2.9 points better than MaxHerding for logistic regression and 0.4 for 1-NN.
 */
const doubtsFrom = 20;

export type StrategyAdvice = Pick<Advice, 'phase' | 'selector' | 'parameters' | 'why' | 'removal'>;

/**
 * The strategy for the next batch: by the counts, and from 20 labels per class on by the removal test, which looks at a few
 * hundred labels, however many images there are. `always`: the test is made, too, where there are labels enough for it
 * but not for its answer to count. Deterministic for equal pool and seed.
 */
export async function adviseStrategy(
  pool: Pool,
  facts: AdviceFacts,
  ctx: AdviceContext,
  { always = false } = {},
): Promise<StrategyAdvice> {
  const byCounts = ruleOf(facts);
  const isLate = byCounts.phase === 'consolidation' && facts.labelsPerClass.mean >= doubtsFrom;
  if (!isTestable(facts) || pool.embeddings === undefined || !(always || isLate)) return byCounts;
  const test = await removalTest(pool, ctx);
  return isLate ? lateStrategy(facts, byCounts, test) : { ...byCounts, removal: test.removals };
}

/** The strategy where there are labels enough for doubts: the margin, unless the labels that herding would ask for are missed more. */
export function lateStrategy(
  facts: AdviceFacts,
  herding: StrategyAdvice,
  { favors, removals: removal }: RemovalTest,
): StrategyAdvice {
  if (favors === 'max-herding')
    return {
      ...herding,
      removal,
      why: `The labels that represent most images are missed more than the doubtful ones (accuracy without them ${drops(removal)}), so the batch goes on with such.`,
    };
  return {
    phase: 'fine-tuning',
    selector: 'margin',
    parameters: {},
    removal,
    why: `There ${counted(facts)}, enough that the doubts of a model mean something, so the batch takes images between two classes, spread over groups.`,
  };
}

function drops(removals: RemovalTest['removals']): string {
  const of = (strategy: string): string => {
    const mean = removals.find((removal) => removal.strategy === strategy)?.accuracy.mean ?? 0;
    return `${(100 * mean).toFixed(1)} %`;
  };
  return `${of('max-herding')}, against ${of('margin')}`;
}
