import { describe, expect, it } from 'vitest';
import { accuracyCurve, changedShare, labeledBefore } from '../../../src/core/advise/earlierRounds.ts';
import { createRng } from '../../../src/core/rng.ts';
import { predictor } from '../../../src/core/round.ts';
import { roundContext } from '../../support/rounds.ts';
import { halfSpaces } from './halfSpaces.ts';

const rows = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);
const context = () => ({ ...roundContext(), rng: createRng(1) });

describe('the labels before the last batches', () => {
  const pool = halfSpaces(100, 60);

  it('are those of the rounds, oldest first, no more than asked for', () => {
    const before = labeledBefore(pool, [rows(0), rows(20), rows(40)], { budget: 20, count: 2 });
    expect(before.map((known) => known.length)).toEqual([20, 40]);
  });

  it('leave out the time before two classes had a label', () => {
    const oneClass = pool.labeled.filter((i) => pool.labels[i] === 1);
    const before = labeledBefore(pool, [rows(0), oneClass, rows(20)], { budget: 20, count: 3 });
    expect(before).toEqual([rows(20)]);
  });

  it('leave out batches of which hardly an image was labeled, and labels taken away since', () => {
    const rounds = [rows(20), rows(25), rows(58), rows(60)];
    const before = labeledBefore(pool, rounds, { budget: 20, count: 2 });
    expect(before.map((known) => known.length)).toEqual([25]);
    const gone = labeledBefore(pool, [Int32Array.of(0, 1, 2, 3, 70, 80)], { budget: 20, count: 2 });
    expect(gone).toEqual([rows(4)]);
    expect(labeledBefore(pool, [], { budget: 20, count: 2 })).toEqual([]);
  });
});

describe('what the last batches brought', () => {
  it('is a rise of the accuracy on the same labels while there is much to learn', async () => {
    const curve = await accuracyCurve(halfSpaces(300), [rows(20), rows(100)], context());
    expect(curve.length).toBe(3);
    expect(curve[1].mean).toBeGreaterThan(curve[0].mean + 0.05);
    expect(curve[2].mean).toBeGreaterThan(curve[1].mean);
  });

  it('is no curve where no label can be held out', async () => {
    expect(await accuracyCurve(halfSpaces(100, 2), [], context())).toEqual([]);
  });

  it('is a share of changed predictions: none without new labels, many after the first few', async () => {
    const pool = halfSpaces(300, 120);
    const predictions = await predictor(pool, { head: 'softmax' }, roundContext(), createRng(1))?.();
    if (predictions === undefined) throw new Error('There are labels of two classes.');
    const now = { head: 'softmax', predictions } as const;
    expect(await changedShare(pool, rows(120), now, context())).toBe(0);
    const few = (await changedShare(pool, rows(15), now, context())) ?? 0;
    const most = (await changedShare(pool, rows(100), now, context())) ?? 1;
    expect(few).toBeGreaterThan(0.1);
    expect(most).toBeLessThan(few);
    expect(await changedShare(pool, Int32Array.of(0), now, context())).toBeUndefined();
    expect(await changedShare(halfSpaces(120), rows(15), now, context())).toBeUndefined();
  });
});
