import type { RelationLoss } from './relationLoss.ts';

/**
 * sum over known ij of w_ij (z_i z_j - T_ij)^2, where T = 1 for what is the same and -1 for what differs, and w how surely it
 * is known. What is unknown counts nothing.
 */
export const maskedSpectral: RelationLoss = {
  id: 'masked-spectral',
  summary:
    'Products of outputs are 1 for what is the same and -1 for what differs; what is unknown is left open.',
  source:
    'The spectral loss on the signed graph of the active oracle (arXiv 2303.15256), on known entries only',
  onSphere: true,
  write(tape, Z, { same, different }) {
    const products = tape.matmul(Z, tape.transpose(Z));
    const known = tape.add(same, different);
    const signs = tape.sign(tape.subtract(same, different));
    const off = tape.subtract(products, signs);
    return tape.sum(tape.multiply(known, tape.multiply(off, off)), [0, 1]);
  },
};
