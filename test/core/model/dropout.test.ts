import { describe, expect, it } from 'vitest';
import { row } from '../../../src/core/math/matrix.ts';
import { fitDropoutHead } from '../../../src/core/model/dropout.ts';
import { fitHead } from '../../../src/core/model/head.ts';
import { headContext, labeledPool } from '../../support/heads.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const { points, cluster } = clusteredMatrix(300, 32, 3, 6, 1.2);
const pool = labeledPool(points, cluster, 3, 8);
const rows = Int32Array.of(250, 40, 120);

describe('the dropout head', () => {
  it('without dropout is the softmax head', async () => {
    const head = await fitDropoutHead(pool, { dropout: 0.5 }, headContext());
    const { probabilities } = await fitHead(pool, { choice: 'softmax', calibrate: false }, headContext());
    const found = await head.pass(-1, rows);
    for (const [r, i] of rows.entries())
      for (let k = 0; k < 3; k++) expect(row(found, r)[k]).toBeCloseTo(row(probabilities, i)[k], 5);
  });

  it('masks a row the same in every call of a pass, and otherwise in another pass', async () => {
    const head = await fitDropoutHead(pool, { dropout: 0.5 }, headContext());
    const first = await head.pass(2, rows);
    const alone = await head.pass(2, Int32Array.of(120));
    expect([...row(alone, 0)]).toEqual([...row(first, 2)]);
    expect([...row(await head.pass(3, rows), 0)]).not.toEqual([...row(first, 0)]);
    const again = await fitDropoutHead(pool, { dropout: 0.5 }, headContext());
    expect(await again.pass(2, rows)).toEqual(first);
    const otherSeed = await fitDropoutHead(pool, { dropout: 0.5 }, headContext(1));
    expect((await otherSeed.pass(2, rows)).data).not.toEqual(first.data);
  });

  it('disagrees with itself more, the more it drops', async () => {
    const spreadAt = async (dropout: number): Promise<number> => {
      const head = await fitDropoutHead(pool, { dropout }, headContext());
      const plain = await head.pass(-1, pool.candidates);
      let sum = 0;
      for (let t = 0; t < 5; t++) {
        const { data } = await head.pass(t, pool.candidates);
        for (const [at, value] of data.entries()) sum += Math.abs(value - plain.data[at]);
      }
      return sum;
    };
    const [none, little, much] = [await spreadAt(0), await spreadAt(0.1), await spreadAt(0.75)];
    expect(none).toBeLessThan(1e-3);
    expect(little).toBeGreaterThan(1);
    expect(much).toBeGreaterThan(2 * little);
  });

  it('gives a column to every class, and probabilities that sum to 1', async () => {
    const head = await fitDropoutHead({ ...pool, classCount: 5 }, { dropout: 0.5 }, headContext());
    const found = await head.pass(0, pool.candidates);
    expect([found.rows, found.cols]).toEqual([pool.candidates.length, 5]);
    for (let i = 0; i < found.rows; i++) {
      expect(row(found, i).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      expect([row(found, i)[3], row(found, i)[4]]).toEqual([0, 0]);
    }
  });
});
