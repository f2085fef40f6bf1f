import { writeFileSync } from 'node:fs';
import { GraphBuilder } from '../../src/core/onnx/graph.ts';

/** A small encoder: what it gives of its input (`x`) is up to `body`, which returns the name of the output. */
export function writeModel(
  file: string,
  options: {
    readonly input: readonly (number | string)[];
    readonly output: readonly (number | string)[];
    readonly body: (graph: GraphBuilder, input: string) => void;
  },
): void {
  const graph = new GraphBuilder();
  const input = graph.input('x', 'float32', options.input);
  options.body(graph, input);
  graph.output('y', 'float32', options.output);
  writeFileSync(file, graph.build());
}

/** Gives every input value back: batch x (3 x height x width). */
export function flattenModel(file: string, input: readonly (number | string)[]): void {
  writeModel(file, {
    input,
    output: [input[0], 'd'],
    body: (graph, x) => void graph.node('Flatten', [x], { axis: { int: 1 } }, 'y'),
  });
}

/** A description of an 8 x 8 RGB encoder, with changes. */
export function description(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    input: { size: [8, 8] },
    resize: { rule: 'squash' },
    pixels: { range: [0, 1] },
    ...changes,
  };
}
