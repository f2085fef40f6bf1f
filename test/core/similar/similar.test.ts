import { describe, expect, it } from 'vitest';
import { gather, matrix, row } from '../../../src/core/math/matrix.ts';
import { type SimilarQuery, type SimilarRows, similarRows } from '../../../src/core/similar/similar.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { roundContext } from '../../support/rounds.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const X = normalMatrix(300, 12, 4, { offset: 0.5 });
const none = new Int32Array(0);

function similar(
  query: Partial<SimilarQuery> & { readonly like: Int32Array },
  of: Matrix = X,
): Promise<SimilarRows> {
  return similarRows(of, { unlike: none, count: 20, ...query }, roundContext().pause);
}

const unit = (values: ArrayLike<number>): readonly number[] => {
  const all = Array.from(values);
  return all.map((value) => value / Math.hypot(...all));
};
const mean = (of: readonly (readonly number[])[]): readonly number[] =>
  Array.from(
    { length: 12 },
    (_, j) => of.reduce((sum, values) => sum + values[j], 0) / Math.max(1, of.length),
  );

/** The rule as its docstring reads. */
function naive(
  like: readonly number[],
  unlike: readonly number[],
  count: number,
): readonly [number, number][] {
  const directions = (rows: readonly number[]): readonly (readonly number[])[] =>
    rows.map((i) => unit(row(X, i)));
  const away = mean(directions(unlike));
  const target = unit(mean(directions(like)).map((value, j) => value - away[j] / 4));
  return [...Array(X.rows).keys()]
    .filter((i) => !like.includes(i) && !unlike.includes(i))
    .map((i): [number, number] => [i, Math.hypot(...unit(row(X, i)).map((value, j) => value - target[j]))])
    .sort((a, b) => a[1] - b[1] || a[0] - b[0])
    .slice(0, count);
}

describe('similar images', () => {
  it.each([
    ['one image', [7], []],
    ['the mean of some', [7, 8, 40], []],
    ['some and unlike others', [7, 8], [100, 200, 201]],
  ])('are those like %s', async (_, like, unlike) => {
    const { rows, distances } = await similar({
      like: Int32Array.from(like),
      unlike: Int32Array.from(unlike),
    });
    const expected = naive(like, unlike, 20);
    expect([...rows]).toEqual(expected.map(([i]) => i));
    for (const [slot, [, distance]] of expected.entries()) expect(distances[slot]).toBeCloseTo(distance, 5);
  });

  it('of an image from outside are those of the row it equals, and that row too', async () => {
    const { rows, distances } = await similar({ like: none, likeAlso: row(X, 7).map((value) => 3 * value) });
    expect([...rows]).toEqual([7, ...naive([7], [], 19).map(([i]) => i)]);
    expect(distances[0]).toBeCloseTo(0, 6);
  });

  it('are all others where more are asked for than there are, copies first in the order of the rows', async () => {
    const copies = gather(X, [3, 9, 3, 3, 5]);
    const { rows, distances } = await similar({ like: Int32Array.of(2), count: 100 }, copies);
    expect(rows).toHaveLength(4);
    expect([...rows.subarray(0, 2)]).toEqual([0, 3]);
    expect(distances[0]).toBeCloseTo(0, 6);
    expect((await similar({ like: Int32Array.of(0) }, gather(X, [1]))).rows).toHaveLength(0);
  });

  it('are none without an embedding; a chosen image without one does not count, and that is said', async () => {
    const holed = matrix(300, 12, X.data.slice());
    row(holed, 1).fill(0);
    row(holed, 2).fill(Number.NaN);
    const { rows, notes } = await similar({ like: Int32Array.of(7, 1), count: 300 }, holed);
    expect(rows).toHaveLength(297);
    expect([...rows]).not.toContain(2);
    expect(notes).toEqual(['1 of the chosen images has no embedding and did not count.']);
    await expect(similar({ like: Int32Array.of(1, 2) }, holed)).rejects.toMatchObject({
      code: 'needs-input',
    });
  });

  it('refuses to look for what is like and unlike the same', async () => {
    const twice = gather(X, [0, 1, 0, 0]);
    const query = { like: Int32Array.of(0), unlike: Int32Array.of(2) };
    expect((await similar(query, twice)).rows).toHaveLength(2);
    const opposite = matrix(3, 2, Float32Array.of(1, 0, -1, 0, 0, 1));
    await expect(similar({ like: Int32Array.of(0, 1) }, opposite)).rejects.toMatchObject({
      code: 'bad-input',
    });
  });
});
