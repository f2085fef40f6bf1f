import { centered, identity, squares } from './moments.ts';
import type { RelationLoss } from './relationLoss.ts';

/** Weight of what different outputs have in common. */
const lambda = 5e-3;
/** Keeps an output that is the same everywhere finite. */
const tiny = 1e-12;

/**
 * sum_k (1 - C_kk)^2 + l sum_(k != m) C_km^2, where C correlates the outputs of images that are the same:
 * C_km = sum_ij G_ij x_ik x_jm / sqrt(sum_i g_i x_ik^2 sum_j g_j x_jm^2), for centered x and g = G 1.
 */
export const barlowTwins: RelationLoss = {
  id: 'barlow-twins',
  summary: 'Images that are the same agree in every output, and no output says what another one says.',
  source: 'Barlow Twins (Zbontar et al. 2021, arXiv 2103.03230) in terms of G (arXiv 2303.15256)',
  onSphere: false,
  write(tape, Z, { same }) {
    const X = centered(tape, Z);
    const degrees = tape.sum(same, [1], true);
    const sizes = tape.sum(tape.multiply(degrees, tape.multiply(X, X)), [0], true);
    const roots = tape.sqrt(tape.add(sizes, tiny));
    const products = tape.matmul(tape.transpose(X), tape.matmul(same, X));
    const C = tape.divide(products, tape.matmul(tape.transpose(roots), roots));
    const I = identity(tape, Z.shape[1]);
    const onDiagonal = squares(tape, tape.multiply(tape.subtract(1, C), I));
    const beside = squares(tape, tape.multiply(C, tape.subtract(1, I)));
    return tape.add(onDiagonal, tape.multiply(beside, lambda));
  },
};
