import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { symmetricEigen } from '../../../src/core/math/symmetricEigen.ts';
import { relationLosses } from '../../../src/core/relations/losses/registry.ts';
import { simclr } from '../../../src/core/relations/losses/simclr.ts';
import { supervisedGraph, viewGraph } from '../../../src/core/relations/similarityGraph.ts';
import { gradientsOf } from '../../support/gradients.ts';
import { batchGraphs, lossErrors, outputs } from '../../support/lossChecks.ts';
import {
  differences,
  type Outputs,
  pairs,
  product,
  referenceLosses,
  squaredDistance,
} from '../../support/referenceLosses.ts';

const known = supervisedGraph([0, 0, 0, 1, 1, 2, 2, -1, -1, 3], () => true);

describe('the losses of relations', () => {
  for (const loss of relationLosses)
    for (const [name, graph] of Object.entries(batchGraphs()))
      it(`${loss.id}: value and gradient are those of the definition, ${name}`, async () => {
        const errors = await lossErrors(loss, outputs(8, 3, 1), graph);
        expect(errors.loss).toBeLessThan(1e-6);
        expect(errors.gradient).toBeLessThan(1e-5);
      });

  it('have one definition each', () => {
    expect(Object.keys(referenceLosses).sort()).toEqual(relationLosses.map(({ id }) => id).sort());
  });

  it('skip images that nothing is the same as', async () => {
    const alone = viewGraph([0, 1, 2, 3]);
    const { loss, gradients } = await gradientsOf({
      shapes: { Z: [4, 2] },
      loss: (tape, { Z }) =>
        simclr.write(tape, Z, {
          same: tape.constant(alone.same, [4, 4]),
          different: tape.constant(alone.different, [4, 4]),
        }),
    });
    expect(loss).toBeCloseTo(0, 12);
    for (const value of gradients.get('Z') ?? []) expect(value).toBeCloseTo(0, 12);
  });
});

describe('the identities of the similarity graph', () => {
  const Z = outputs(10, 4, 2);
  const { n, d } = Z;
  const { same: G } = known;
  const frobenius = pairs(n, (i, j) => G[i * n + j] ** 2);
  const misfit = (Y: Outputs): number => pairs(n, (i, j) => (product(Y, i, j) - G[i * n + j]) ** 2);

  it('|Z Z^T - G|^2 - |G|^2 is the spectral contrastive loss', () => {
    expect(referenceLosses.spectral(Z, known)).toBeCloseTo(misfit(Z) - frobenius, 9);
  });

  it('|Z^T Z - I|^2 + 2 tr Z^T (I - G) Z = |Z Z^T - G|^2 + d - |G|^2', () => {
    let variance = 0;
    for (let k = 0; k < d; k++)
      for (let l = 0; l < d; l++) {
        let sum = k === l ? -1 : 0;
        for (let i = 0; i < n; i++) sum += Z.data[i * d + k] * Z.data[i * d + l];
        variance += sum ** 2;
      }
    const invariance = 2 * pairs(n, (i, j) => ((i === j ? 1 : 0) - G[i * n + j]) * product(Z, i, j));
    expect(variance + invariance).toBeCloseTo(misfit(Z) + d - frobenius, 9);
  });

  it('the invariance of VICReg is 2 c / N tr Z^T L Z with L = diag(G 1) - G', () => {
    const degree = (i: number): number => pairs(n, (a, b) => (a === i ? G[a * n + b] : 0));
    const L = (i: number, j: number): number => (i === j ? degree(i) : 0) - G[i * n + j];
    const trace = pairs(n, (i, j) => L(i, j) * product(Z, i, j));
    const invariance = pairs(n, (i, j) => G[i * n + j] * squaredDistance(Z, i, j));
    expect(invariance / n).toBeCloseTo((2 / n) * trace, 9);
  });

  it('the spectral loss is least at the leading eigenvectors of G, each times the root of its eigenvalue', () => {
    const { values, vectors } = symmetricEigen(matrix(n, n, G));
    const best = { n, d, data: new Float64Array(n * d) };
    for (let i = 0; i < n; i++)
      for (let k = 0; k < d; k++)
        best.data[i * d + k] = Math.sqrt(Math.max(0, values[k])) * vectors.data[i * n + k];
    const least = -values.slice(0, d).reduce((sum, value) => sum + Math.max(0, value) ** 2, 0);
    expect(referenceLosses.spectral(best, known)).toBeCloseTo(least, 4);
    for (const slope of differences(referenceLosses.spectral, best, known)) expect(slope).toBeCloseTo(0, 3);
    for (let seed = 3; seed < 8; seed++) expect(descended(outputs(n, d, seed))).toBeGreaterThan(least - 1e-6);
    expect(descended(outputs(n, d, 3))).toBeCloseTo(least, 2);
  });

  /** The spectral loss where gradient descent from Z ends. */
  function descended(start: Outputs): number {
    let Y = start;
    for (let step = 0; step < 1500; step++) {
      // 4 (Z Z^T - G) Z, as the differences at the minimum have it.
      const slope = Y.data.map((_, at) => {
        const [i, k] = [Math.floor(at / d), at % d];
        let sum = 0;
        for (let j = 0; j < n; j++) sum += (product(Y, i, j) - G[i * n + j]) * Y.data[j * d + k];
        return 4 * sum;
      });
      Y = { ...Y, data: Y.data.map((value, i) => value - 0.01 * slope[i]) };
    }
    return referenceLosses.spectral(Y, known);
  }
});
