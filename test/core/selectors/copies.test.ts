import { describe, expect, it } from 'vitest';
import { gather, matrix } from '../../../src/core/math/matrix.ts';
import { copiesLast } from '../../../src/core/selectors/copies.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

describe('copies last', () => {
  const X = gather(normalMatrix(4, 5, 1), [0, 1, 0, 2, 1, 3, 0]);

  it('keeps the order of the rows, and puts those after that were met before', () => {
    expect(copiesLast(X, [], [0, 1, 2, 3, 4, 5, 6], 7)).toEqual([0, 1, 3, 5, 2, 4, 6]);
    expect(copiesLast(X, [], [6, 4, 3, 2, 1, 0], 4)).toEqual([6, 4, 3, 2]);
    expect(copiesLast(X, [], [6, 5], 1)).toEqual([6]);
  });

  it('counts rows that are taken already as met', () => {
    expect(copiesLast(X, [2], [0, 1, 3, 6], 3)).toEqual([1, 3, 0]);
  });

  it('tells rows apart whose numbers sum alike', () => {
    const swapped = matrix(2, 3, Float32Array.of(0.618, 0, 0, 0, 1, 0));
    expect(copiesLast(swapped, [], [0, 1], 2)).toEqual([0, 1]);
    const zeros = matrix(3, 2, Float32Array.of(0, 0, -0, 0, 0, 1));
    expect(copiesLast(zeros, [], [0, 1, 2], 3)).toEqual([0, 2, 1]);
  });
});
