import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { symmetricEigen } from '../../../src/core/math/symmetricEigen.ts';
import { basisOf } from '../../../src/core/relations/basis.ts';
import type { Components } from '../../../src/core/relations/components.ts';
import { linearProjection } from '../../../src/core/relations/linearProjector.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { headContext } from '../../support/heads.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const components: Components = {
  classes: Int32Array.of(0, 1),
  members: [Int32Array.of(0, 3, 9), Int32Array.of(1, 4), Int32Array.of(7, 8, 11, 20)],
  different: [[0, 2]],
  outsiders: [Int32Array.of(30, 31), Int32Array.of(), Int32Array.of(33)],
  isAnythingKnown: true,
};
const priorWeight = 0.2;

describe('the linear projector', () => {
  it('solves the generalised eigenproblem of the whole similarity graph', async () => {
    const n = 40;
    const d = 6;
    const X = normalMatrix(n, d, 4, { offset: 0.5 });
    const ctx = headContext();
    const basis = await basisOf(X, ctx);
    const projection = await linearProjection(basis, components, { prior: priorWeight, dimensions: 3 }, ctx);
    const Z = await projection?.project(Int32Array.from({ length: n }, (_, i) => i));
    if (Z === undefined) throw new Error('no projection');

    const { A, B, centered } = problem(X);
    const { values, directions } = generalizedEigen(A, B, d);
    expect(Z.cols).toBe(3);
    for (let i = 0; i < n; i++) {
      const expected = [0, 1, 2].map((c) => {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += centered[i * d + j] * directions[j * d + c];
        return Math.sqrt(values[c]) * sum;
      });
      const length = Math.hypot(...expected);
      // Signs of eigenvectors are free: products of two rows are not.
      for (let c = 0; c < 3; c++)
        expect(Math.abs(Z.data[i * 3 + c])).toBeCloseTo(Math.abs(expected[c]) / length, 3);
    }
  });

  it('has no direction where everything that is known differs and there is no prior', async () => {
    const ctx = headContext();
    const basis = await basisOf(normalMatrix(40, 6, 4), ctx);
    const apart = { ...components, classes: Int32Array.of(), members: [], different: [], outsiders: [] };
    expect(await linearProjection(basis, apart, { prior: 0, dimensions: 4 }, ctx)).toBeUndefined();
    const byPrior = await linearProjection(basis, apart, { prior: 1, dimensions: 4 }, ctx);
    expect(byPrior?.dimensions).toBeGreaterThan(0);
  });
});

/** A = X^T G X and B as they are written, with G as a whole N x N matrix. */
function problem(X: Matrix): {
  readonly A: Float64Array;
  readonly B: Float64Array;
  readonly centered: Float64Array;
} {
  const { rows: n, cols: d } = X;
  const unit = Float64Array.from(X.data);
  for (let i = 0; i < n; i++) {
    const length = Math.hypot(...unit.subarray(i * d, (i + 1) * d));
    for (let j = 0; j < d; j++) unit[i * d + j] /= length;
  }
  const centered = unit.map((value, at) => {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += unit[i * d + (at % d)] / n;
    return value - mean;
  });
  const G = similarities(unit, n, d);
  const A = new Float64Array(d * d);
  const B = new Float64Array(d * d);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++)
      for (let a = 0; a < d; a++)
        for (let b = 0; b < d; b++) {
          A[a * d + b] += G[i * n + k] * centered[i * d + a] * centered[k * d + b];
          if (i === k) B[a * d + b] += (centered[i * d + a] * centered[k * d + b]) / n;
        }
  let trace = 0;
  for (let a = 0; a < d; a++) trace += B[a * d + a];
  for (let a = 0; a < d; a++) B[a * d + a] += trace / d;
  return { A, B, centered };
}

function similarities(unit: Float64Array, n: number, d: number): Float64Array {
  const G = new Float64Array(n * n);
  const { members, outsiders } = components;
  for (const rows of members) for (const i of rows) for (const k of rows) G[i * n + k] += 1 / rows.length;
  const apart = (left: Int32Array, right: Int32Array): void => {
    for (const i of left)
      for (const k of right) {
        G[i * n + k] -= 0.1 / (left.length * right.length);
        G[k * n + i] -= 0.1 / (left.length * right.length);
      }
  };
  apart(members[0], members[1]);
  apart(members[0], members[2]);
  for (const [c, rows] of outsiders.entries()) apart(members[c], rows);
  const nearest = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, k) => k)
      .filter((k) => k !== i)
      .sort((a, b) => cosine(i, b) - cosine(i, a))
      .slice(0, 5),
  );
  function cosine(i: number, k: number): number {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += unit[i * d + j] * unit[k * d + j];
    return sum;
  }
  for (let i = 0; i < n; i++)
    for (const k of nearest[i]) if (nearest[k].includes(i)) G[i * n + k] += priorWeight;
  return G;
}

/** A w = mu B w by the symmetric square root of B: another way than the product takes. */
function generalizedEigen(
  A: Float64Array,
  B: Float64Array,
  d: number,
): { readonly values: Float64Array; readonly directions: Float64Array } {
  const { values: sizes, vectors } = symmetricEigen(matrix(d, d, Float32Array.from(B)));
  const root = new Float64Array(d * d);
  for (let a = 0; a < d; a++)
    for (let b = 0; b < d; b++)
      for (let c = 0; c < d; c++)
        root[a * d + b] += (vectors.data[a * d + c] * vectors.data[b * d + c]) / Math.sqrt(sizes[c]);
  const multiply = (P: Float64Array, Q: Float64Array): Float64Array => {
    const product = new Float64Array(d * d);
    for (let a = 0; a < d; a++)
      for (let b = 0; b < d; b++)
        for (let c = 0; c < d; c++) product[a * d + b] += P[a * d + c] * Q[c * d + b];
    return product;
  };
  const inner = symmetricEigen(matrix(d, d, Float32Array.from(multiply(multiply(root, A), root))));
  return { values: inner.values, directions: multiply(root, Float64Array.from(inner.vectors.data)) };
}
