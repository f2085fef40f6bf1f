import { withoutDiagonal } from './moments.ts';
import type { RelationLoss } from './relationLoss.ts';

const temperature = 0.2;
/** Taken from a logit, it leaves nothing of its probability. */
const never = 1e4;
/** Keeps 0 / 0 from being asked. */
const tiny = 1e-12;

/**
 * Cross-entropy of row i of G, scaled to sum 1, and the softmax of the cosines of i to all others, as the mean over the rows
 * with something the same; the other rows count nothing. With the G of views this is SimCLR, with that of labels SupCon.
 * What is known to differ stands in the denominator alone.
 */
export const simclr: RelationLoss = {
  id: 'simclr',
  summary: 'Of all images in the batch, those that are the same are nearest.',
  source:
    'SimCLR (Chen et al. 2020, arXiv 2002.05709) and SupCon (Khosla et al. 2020, arXiv 2004.11362) in terms of G (arXiv 2303.15256)',
  onSphere: false,
  write(tape, Z, { same }) {
    const [n] = Z.shape;
    const unit = tape.normalizeRows(Z);
    const cosines = tape.matmul(unit, tape.transpose(unit));
    const self = tape.constant(
      Float32Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? never : 0)),
      [n, n],
    );
    const logits = tape.subtract(tape.divide(cosines, temperature), self);
    const positives = withoutDiagonal(tape, same);
    const sums = tape.sum(positives, [1], true);
    const shares = tape.divide(positives, tape.add(sums, tiny));
    const agreement = tape.sum(tape.multiply(shares, tape.logSoftmax(logits)), [0, 1]);
    const rows = tape.sum(tape.sign(sums), [0, 1]);
    return tape.negate(tape.divide(agreement, tape.add(rows, tiny)));
  },
};
