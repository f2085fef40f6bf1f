import type { RelationLoss } from '../../src/core/relations/losses/relationLoss.ts';
import type { SimilarityGraph } from '../../src/core/relations/similarityGraph.ts';
import {
  mixedGraph,
  supervisedGraph,
  viewGraph,
  withPrior,
} from '../../src/core/relations/similarityGraph.ts';
import { createRng } from '../../src/core/rng.ts';
import { gradientsOf } from './gradients.ts';
import { differences, type Outputs, referenceLosses } from './referenceLosses.ts';

/** Drawn outputs. */
export function outputs(n: number, d: number, seed: number): Outputs {
  const rng = createRng(`outputs ${seed}`);
  return { n, d, data: Float64Array.from({ length: n * d }, () => rng.normal()) };
}

/**
 * Graphs of eight images as they come up: by labels, of which some are missing; by views; mixed, with and without neighbors
 * that are expected to be the same, of which one pair is known to differ.
 */
export function batchGraphs(): Readonly<Record<string, SimilarityGraph>> {
  const known = supervisedGraph([0, 0, 1, 1, 1, -1, 2, -1], (a, b) => Math.abs(a - b) === 1);
  const views = viewGraph([0, 1, 2, 3, 0, 1, 4, 5]);
  const mixed = mixedGraph(0.25, views, known);
  const neighbors: [number, number][] = [
    [5, 7],
    [0, 6],
    [0, 2],
  ];
  return { supervised: known, views, mixed, 'mixed with prior': withPrior(mixed, neighbors, 0.1) };
}

/** How far a loss on the tape (in float64) is from its definition: the loss itself, and its gradient, relative. */
export async function lossErrors(
  loss: RelationLoss,
  Z: Outputs,
  graph: SimilarityGraph,
): Promise<{ readonly loss: number; readonly gradient: number }> {
  const reference = referenceLosses[loss.id];
  const { n, d } = Z;
  const found = await gradientsOf({
    shapes: { Z: [n, d] },
    values: { Z: Array.from(Z.data) },
    loss: (tape, { Z: outputs }) =>
      loss.write(tape, outputs, {
        same: tape.constant(graph.same, [n, n]),
        different: tape.constant(graph.different, [n, n]),
      }),
  });
  const expected = differences(reference, Z, graph);
  const gradient = found.gradients.get('Z') ?? new Float64Array();
  const off = Math.hypot(...expected.map((value, i) => (gradient[i] ?? Number.NaN) - value));
  const value = reference(Z, graph);
  return {
    loss: Math.abs(found.loss - value) / Math.max(1e-3, Math.abs(value)),
    gradient: off / Math.max(1e-3, Math.hypot(...expected)),
  };
}
