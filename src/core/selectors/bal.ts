import { activeRows } from './activeRows.ts';
import { type Cycle, firstBatch, laterBatch } from './balCycle.ts';
import { samplers } from './balSampler.ts';
import { confidenceKinds } from './confidence.ts';
import { planCycles, planNotes } from './cycles.ts';
import { difficultyRanks } from './difficultyRanks.ts';
import type { Selector } from './selector.ts';
import { withNearest } from './withNearest.ts';

/** BAL: strips of the images in order of difficulty, one for each round, and of each the least certain. */
export const bal: Selector = {
  id: 'bal',
  title: 'BAL',
  summary:
    'Sorts the images by how near they are to a border between groups, and takes the least certain of a new strip each round.',
  when: 'Use it to repeat the paper; on embeddings of a fixed encoder others need fewer labels.',
  cost: 'K-means of all images, and a fit of the model from the second round on.',
  source: 'Li et al. 2023 (2312.15944), equations 2 and 6 to 9, with the ablations of its section 5',
  needs: ['embeddings'],
  parameters: {
    totalBudget: {
      kind: 'integer',
      default: 0,
      min: 0,
      title: 'Labels that will be given in all; 0: the setting, or ten rounds where that is not set',
    },
    beta: {
      kind: 'number',
      default: 'auto',
      min: 0.01,
      words: ['auto'],
      title:
        'Width of a sub-pool in strips; auto: by a replay on the labels, or by the share that will be labeled',
    },
    clusters: {
      kind: 'integer',
      default: 'auto',
      min: 1,
      words: ['auto'],
      title: 'Clusters that difficulty is measured by; auto: as many as classes',
    },
    indicator: {
      kind: 'choice',
      default: 'cdd',
      choices: ['cdd', 'nearest'],
      title: 'Difficulty: difference of the distances to the two nearest centers, or distance to the nearest',
    },
    order: {
      kind: 'choice',
      default: 'ascending',
      choices: ['ascending', 'descending'],
      title: 'Order of the indicator: smallest or largest first',
    },
    sampler: {
      kind: 'choice',
      default: 'confidence',
      choices: samplers,
      title:
        'What is taken of a sub-pool: the least confident, the highest entropy, one of each group, or any',
    },
    confidence: {
      kind: 'choice',
      default: 'softmax',
      choices: confidenceKinds,
      title:
        'Confidence: highest probability as the paper, or of logits scaled to length 1 as the published code',
    },
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
  },
  async select(pool, budget, parameters, ctx) {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const count = Math.min(budget, active.candidates.length);
    const told = Number(parameters.totalBudget) || ctx.totalBudget;
    const plan = planCycles(pool, budget, told);
    const ranks = await difficultyRanks(active, pool, parameters, ctx);
    const cycle: Cycle = { pool, active, ranks, plan, budget, count, parameters };
    const batch = plan.cycle === 1 ? firstBatch(cycle) : await laterBatch(cycle, ctx);
    const picks = batch.picked.map(({ position, score, reason }) => ({
      index: active.rows[position],
      score,
      reason,
    }));
    return {
      picks: await withNearest(pool, picks, parameters.normalize === true, ctx),
      shortfall: budget - count,
      notes: [...planNotes(plan, told), ...ranks.notes, ...batch.notes],
    };
  },
};
