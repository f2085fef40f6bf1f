import type { Value } from '../../autograd/recorder.ts';
import type { Tape } from '../../autograd/tape.ts';

/** The similarity graph of a batch of n images: two symmetric n x n matrices of weights, 0 where nothing is known. */
export interface BatchGraph {
  /** G: how much i and j are the same, 0 to 1. The diagonal is that of each image with itself. */
  readonly same: Value;
  /** How much i and j are known to differ, 0 to 1. Only signed losses use it. */
  readonly different: Value;
}

/** A loss of a batch of outputs, as a function of its similarity graph (ALGORITHMS 6.2). One file defines it, one line lists it. */
export interface RelationLoss {
  readonly id: string;
  /** What it does to the outputs, in one sentence. */
  readonly summary: string;
  readonly source: string;
  /** Whether a projector is trained on outputs of length 1: products of free ones start far from what G is. */
  readonly onSphere: boolean;
  /** Writes the loss of Z (n x d) on a tape: one number. */
  write(tape: Tape, Z: Value, graph: BatchGraph): Value;
}
