import type { SimilarityGraph } from '../../src/core/relations/similarityGraph.ts';

/** n outputs of d numbers in float64, row-major. */
export interface Outputs {
  readonly n: number;
  readonly d: number;
  readonly data: Float64Array;
}

type Loss = (Z: Outputs, graph: SimilarityGraph) => number;

/** The losses of relations as their definitions read, one number at a time, in float64. By id. */
export const referenceLosses: Readonly<Record<string, Loss>> = {
  vicreg(Z, { same }) {
    const { n, d } = Z;
    const C = covariance(Z);
    let loss = 0;
    for (let k = 0; k < d; k++)
      for (let l = 0; l < d; l++)
        loss += k === l ? 25 * Math.max(0, 1 - Math.sqrt(C(k, k) + 1e-4)) : C(k, l) ** 2;
    return loss + (25 / n) * pairs(n, (i, j) => same[i * n + j] * squaredDistance(Z, i, j));
  },
  simclr(Z, { same }) {
    const { n } = Z;
    const logit = (i: number, j: number): number =>
      product(Z, i, j) / Math.sqrt(product(Z, i, i) * product(Z, j, j)) / 0.2;
    let loss = 0;
    let rows = 0;
    for (let i = 0; i < n; i++) {
      const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
      const sum = total(others.map((j) => same[i * n + j]));
      if (sum === 0) continue;
      const partition = Math.log(total(others.map((j) => Math.exp(logit(i, j)))));
      loss -= total(others.map((j) => (same[i * n + j] / sum) * (logit(i, j) - partition)));
      rows++;
    }
    return rows === 0 ? 0 : loss / rows;
  },
  'barlow-twins'(Z, { same }) {
    const { n, d } = Z;
    const x = centered(Z);
    const degree = Array.from({ length: n }, (_, i) => total(Array.from(same.subarray(i * n, (i + 1) * n))));
    const size = (k: number): number => total(degree.map((g, i) => g * x(i, k) ** 2));
    let loss = 0;
    for (let k = 0; k < d; k++)
      for (let l = 0; l < d; l++) {
        const common = pairs(n, (i, j) => same[i * n + j] * x(i, k) * x(j, l));
        const C = common / Math.sqrt(size(k) * size(l));
        loss += k === l ? (1 - C) ** 2 : 5e-3 * C ** 2;
      }
    return loss;
  },
  spectral(Z, { same }) {
    const { n } = Z;
    return pairs(n, (i, j) => product(Z, i, j) ** 2 - 2 * same[i * n + j] * product(Z, i, j));
  },
  'masked-spectral'(Z, { same, different }) {
    const { n } = Z;
    return pairs(n, (i, j) => {
      const [s, t] = [same[i * n + j], different[i * n + j]];
      return (s + t) * (product(Z, i, j) - Math.sign(s - t)) ** 2;
    });
  },
};

/** The gradient of a loss in every number of Z, by central differences. */
export function differences(loss: Loss, Z: Outputs, graph: SimilarityGraph, step = 1e-5): Float64Array {
  const at = (i: number, change: number): number =>
    loss({ ...Z, data: Z.data.with(i, Z.data[i] + change) }, graph);
  return Z.data.map((_, i) => (at(i, step) - at(i, -step)) / (2 * step));
}

export function product({ d, data }: Outputs, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < d; k++) sum += data[i * d + k] * data[j * d + k];
  return sum;
}

/** |z_i - z_j|^2. */
export function squaredDistance(Z: Outputs, i: number, j: number): number {
  return product(Z, i, i) + product(Z, j, j) - 2 * product(Z, i, j);
}

/** Sum over all ordered pairs, i = j among them. */
export function pairs(n: number, term: (i: number, j: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += term(i, j);
  return sum;
}

function centered({ n, d, data }: Outputs): (i: number, k: number) => number {
  const means = Array.from({ length: d }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += data[i * d + k];
    return sum / n;
  });
  return (i, k) => data[i * d + k] - means[k];
}

function covariance(Z: Outputs): (k: number, l: number) => number {
  const x = centered(Z);
  return (k, l) => {
    let sum = 0;
    for (let i = 0; i < Z.n; i++) sum += x(i, k) * x(i, l);
    return sum / (Z.n - 1);
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
