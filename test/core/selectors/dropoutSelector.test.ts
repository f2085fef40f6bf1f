import { describe, expect, it } from 'vitest';
import { matrix, row } from '../../../src/core/math/matrix.ts';
import { fitDropoutHead } from '../../../src/core/model/dropout.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { indicesOf, round, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

/** Three classes that overlap, with five labels each. */
function labeledPool(): Pool {
  const { points, cluster } = clusteredMatrix(300, 24, 3, 4, 1.2);
  const labels = new Int32Array(300).fill(-1);
  for (const c of [0, 1, 2])
    for (const i of [...cluster.keys()].filter((row) => cluster[row] === c).slice(0, 5)) labels[i] = c;
  return createPool({ labels, classCount: 3, embeddings: points });
}

/** The probabilities of each pass, from the head that the strategy fits. */
async function passesOf(pool: Pool, id: string, passes: number): Promise<readonly (readonly number[][])[]> {
  const ctx = { ...roundContext(), rng: createRng(0).fork(id) };
  const head = await fitDropoutHead(pool, { dropout: 0.5 }, ctx);
  const all: number[][][] = [];
  for (let t = 0; t < passes; t++) {
    const P = await head.pass(t, pool.candidates);
    all.push(Array.from(pool.candidates, (_, i) => [...row(P, i)]));
  }
  return all;
}

function entropyOf(p: readonly number[]): number {
  return -p.reduce((sum, share) => sum + (share > 0 ? share * Math.log(share) : 0), 0);
}

describe('bald and dbal', () => {
  it.each(['bald', 'dbal'])('%s ranks by its definition, written out pass by pass', async (id) => {
    const pool = labeledPool();
    const passes = 6;
    const all = await passesOf(pool, id, passes);
    const scores = Array.from(pool.candidates, (_, i) => {
      const mean = [0, 1, 2].map((k) => all.reduce((sum, P) => sum + P[i][k] / passes, 0));
      const meanEntropy = all.reduce((sum, P) => sum + entropyOf(P[i]) / passes, 0);
      return id === 'bald' ? entropyOf(mean) - meanEntropy : entropyOf(mean);
    });
    const expected = [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, 10);
    const { picks } = await round(pool, id, 10, { parameters: { passes, diversity: 'none' } });
    expect(picks.map(({ index }) => index)).toEqual(expected.map((i) => pool.candidates[i]));
    for (const [rank, { score, reason }] of picks.entries()) {
      expect(score).toBeCloseTo(scores[expected[rank]], 5);
      expect(reason.uncertainty?.value).toBeCloseTo(score / Math.log(3), 6);
    }
  });

  it('differ: a head that is unsure in every pass alike has nothing to disagree about', async () => {
    const pool = labeledPool();
    const plain = { parameters: { diversity: 'none', passes: 25 } };
    const [first, second] = [await round(pool, 'bald', 20, plain), await round(pool, 'dbal', 20, plain)];
    expect(indicesOf(first)).not.toEqual(indicesOf(second));
    expect(first.picks[0].score).toBeLessThan(second.picks[0].score);
    expect(first.picks[0].reason.text).toMatch(/^Opinions differ: .* \d+ % of the highest disagreement\.$/);
  });

  it('refuse labels of one class', async () => {
    const pool = labeledPool();
    const one = createPool({
      labels: pool.labels.map((c) => (c === 0 ? 0 : -1)),
      classCount: 1,
      embeddings: matrix(300, 4),
    });
    await expect(round(one, 'bald', 3)).rejects.toMatchObject({ code: 'needs-labels' });
  });
});
