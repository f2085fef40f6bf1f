import type { Value } from '../../autograd/recorder.ts';
import type { Tape } from '../../autograd/tape.ts';
import { covariance, identity, squares, withoutDiagonal } from './moments.ts';
import type { RelationLoss } from './relationLoss.ts';

const weights = { variance: 25, covariance: 1, invariance: 25 } as const;
const epsilon = 1e-4;

/**
 * a sum_k max(0, 1 - sqrt(Cov(Z)_kk + e)) + b sum_(k != l) Cov(Z)_kl^2 + c / n sum_ij G_ij |z_i - z_j|^2. The variance keeps the
 * outputs from collapsing where nothing is known to differ.
 */
export const vicreg: RelationLoss = {
  id: 'vicreg',
  summary: 'Images that are the same lie together, and every output keeps its variance and its own meaning.',
  source: 'VICReg (Bardes, Ponce and LeCun 2022, arXiv 2105.04906) in terms of G (arXiv 2303.15256)',
  onSphere: false,
  write(tape, Z, { same }) {
    const [n, d] = Z.shape;
    const C = covariance(tape, Z);
    const variances = tape.sum(tape.multiply(C, identity(tape, d)), [1]);
    const short = tape.relu(tape.subtract(1, tape.sqrt(tape.add(variances, epsilon))));
    const invariance = tape.sum(tape.multiply(same, squaredDistances(tape, Z)), [0, 1]);
    return tape.add(
      tape.multiply(tape.sum(short, [0]), weights.variance),
      tape.add(
        tape.multiply(squares(tape, withoutDiagonal(tape, C)), weights.covariance),
        tape.multiply(invariance, weights.invariance / n),
      ),
    );
  },
};

/** n x n: |z_i|^2 + |z_j|^2 - 2 z_i z_j. */
function squaredDistances(tape: Tape, Z: Value): Value {
  const lengths = tape.sum(tape.multiply(Z, Z), [1], true);
  const products = tape.matmul(Z, tape.transpose(Z));
  return tape.subtract(tape.add(lengths, tape.transpose(lengths)), tape.multiply(products, 2));
}
