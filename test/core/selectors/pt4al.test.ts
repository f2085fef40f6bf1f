import { describe, expect, it } from 'vitest';
import { matrix, row } from '../../../src/core/math/matrix.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { indicesOf, round } from '../../support/rounds.ts';

/** 100 images; the loss of image i is 100 - i, so that they are in order of difficulty. */
function scoredPool(labeled: readonly number[] = [], scores?: Float64Array): Pool {
  const labels = new Int32Array(100).fill(-1);
  for (const [position, i] of labeled.entries()) labels[i] = position % 2;
  return createPool({
    labels,
    classCount: 2,
    scores: scores ?? Float64Array.from({ length: 100 }, (_, i) => 100 - i),
  });
}

/** Predictions of two classes with these probabilities of the first. */
function predicted(pool: Pool, share: (i: number) => number): Pool {
  const probabilities = matrix(100, 2);
  for (let i = 0; i < 100; i++) row(probabilities, i).set([share(i), 1 - share(i)]);
  return { ...pool, predictions: { probabilities, source: 'mine.csv', isCalibrated: false } };
}

describe('pt4al', () => {
  it('begins with every so many of the hardest part', async () => {
    const { picks, notes } = await round(scoredPool(), 'pt4al', 5);
    expect(picks.map(({ index }) => index)).toEqual([0, 2, 4, 6, 8]);
    expect(picks[1].reason.text).toBe(
      'Spread evenly over part 1 of 10 by pretext loss, hardest first; its loss is 98.0.',
    );
    expect(notes[0]).toContain('so 10 rounds of this size are planned');
    expect(indicesOf(await round(scoredPool(), 'pt4al', 3))).toEqual([0, 3, 6]);
  });

  it('sorts losses as numbers, where the published code puts 9.99e-05 above 4.41', async () => {
    const scores = new Float64Array(100).map((_, i) => (i < 20 ? (i + 1) * 1e-8 : i / 20));
    const asText = [...scores.keys()].sort((a, b) => (String(scores[b]) < String(scores[a]) ? -1 : 1));
    expect(Math.min(...asText.slice(0, 10).map((i) => scores[i]))).toBeLessThan(1e-6);
    const picks = indicesOf(await round(scoredPool([], scores), 'pt4al', 10));
    expect(picks).toEqual([99, 98, 97, 96, 95, 94, 93, 92, 91, 90]);
  });

  it('then takes the least confident of the part of the cycle', async () => {
    const pool = predicted(scoredPool([0, 1, 2, 3, 4]), (i) => 0.5 + ((i * 37) % 50) / 100);
    const { picks } = await round(pool, 'pt4al', 5, {
      parameters: { totalBudget: 25, confidence: 'softmax' },
    });
    const part = Array.from({ length: 20 }, (_, j) => 20 + j);
    const expected = part.sort((a, b) => ((a * 37) % 50) - ((b * 37) % 50) || a - b).slice(0, 5);
    expect(picks.map(({ index }) => index)).toEqual(expected);
    expect(picks[0].reason.text).toMatch(
      /^Among the least certain of part 2 of 5 by pretext loss, hardest first: \d+ % sure of the best guess, says mine.csv\.$/,
    );
  });

  it('spills over to the next parts, to those before when there are none, and to what has no score', async () => {
    const pool = predicted(scoredPool([...Array(90).keys()].filter((i) => i % 10 !== 5)), () => 0.7);
    pool.scores?.fill(Number.NaN, 98);
    const result = await round(pool, 'pt4al', 12, { parameters: { totalBudget: 96 } });
    // 81 labels are seven cycles of twelve; the 98 scored images fall into 8 parts, the seventh is 73 to 84.
    const picks = indicesOf(result);
    expect(picks.slice(0, 1)).toEqual([75]);
    expect(picks.slice(1, 10)).toEqual([85, 90, 91, 92, 93, 94, 95, 96, 97]);
    expect(picks.slice(10)).toEqual([65, 55]);
    expect(result.notes).toContain('2 of the images have no score, so they come last.');
    const all = indicesOf(await round(pool, 'pt4al', 19, { parameters: { totalBudget: 96 } }));
    expect(all.slice(-2)).toEqual([98, 99]);
  });

  it('cuts parts that differ by one image at most, labeled ones counted', async () => {
    const labels = new Int32Array(23).fill(-1);
    const scores = Float64Array.from(createRng(1).permutation(23));
    const pool = createPool({ labels, classCount: 0, scores });
    for (let cycle = 0; cycle < 10; cycle++) {
      const { picks } = await round(pool, 'pt4al', 1);
      const rank = 22 - scores[picks[0].index];
      expect(rank).toBe(Math.floor((cycle * 23) / 10));
      labels[picks[0].index] = 0;
      Object.assign(pool, createPool({ labels, classCount: 1, scores }));
    }
  });

  it('says what it did without a model in a later cycle', async () => {
    const labels = new Int32Array(100).fill(-1).fill(0, 0, 10);
    const pool = createPool({ labels, classCount: 1, scores: scoredPool().scores ?? new Float64Array(0) });
    const { picks, notes } = await round(pool, 'pt4al', 5, { parameters: { totalBudget: 50 } });
    expect(picks.map(({ index }) => index)).toEqual([20, 22, 24, 26, 28]);
    expect(notes.join()).toContain('There is no model yet');
  });
});
