import { squares } from './moments.ts';
import type { RelationLoss } from './relationLoss.ts';

/**
 * -2 sum_ij G_ij z_i z_j + sum_ij (z_i z_j)^2 = |Z Z^T - G|^2 - |G|^2: least where Z are the leading eigenvectors of G, each
 * scaled by the root of its eigenvalue.
 */
export const spectralContrastive: RelationLoss = {
  id: 'spectral',
  summary: 'Products of outputs are the similarities; what is unknown counts as different.',
  source:
    'Spectral contrastive loss (HaoChen et al. 2021, arXiv 2106.04156) in terms of G (arXiv 2303.15256)',
  onSphere: true,
  write(tape, Z, { same }) {
    const products = tape.matmul(Z, tape.transpose(Z));
    const attraction = tape.sum(tape.multiply(same, products), [0, 1]);
    return tape.subtract(squares(tape, products), tape.multiply(attraction, 2));
  },
};
