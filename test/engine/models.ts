import { writeFileSync } from 'node:fs';
import { GraphBuilder } from '../../src/core/onnx/graph.ts';
import { ProtobufWriter } from '../../src/core/onnx/protobuf.ts';

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

/** Gives every input value back, batch x (3 x height x width), or what `then` makes of them under the name `y`. */
export function flattenModel(
  file: string,
  input: readonly (number | string)[],
  then: (graph: GraphBuilder, flat: string) => unknown = (graph, flat) =>
    graph.node('Identity', [flat], {}, 'y'),
): void {
  writeModel(file, {
    input,
    output: [input[0], 'd'],
    body: (graph, x) => void then(graph, graph.node('Flatten', [x], { axis: { int: 1 } })),
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

/** A model whose weight lies in `weights.bin` beside it (ONNX: TensorProto.external_data). */
export function externalModel(file: string): void {
  const entry = (key: string, value: string) => new ProtobufWriter().text(1, key).text(2, value);
  const weight = new ProtobufWriter()
    .integer(1, 8)
    .integer(2, 1)
    .text(8, 'w')
    .message(13, entry('location', 'weights.bin'))
    .integer(14, 1);
  const node = new ProtobufWriter().text(1, 'x').text(1, 'w').text(2, 'y').text(4, 'Mul');
  const value = (name: string) => {
    const shape = new ProtobufWriter();
    for (const size of [1, 3, 8, 8]) shape.message(1, new ProtobufWriter().integer(1, size));
    const tensor = new ProtobufWriter().integer(1, 1).message(2, shape);
    return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
  };
  const graph = new ProtobufWriter()
    .message(1, node)
    .text(2, 'graph')
    .message(5, weight)
    .message(11, value('x'))
    .message(12, value('y'));
  const operators = new ProtobufWriter().text(1, '').integer(2, 17);
  writeFileSync(file, new ProtobufWriter().integer(1, 8).message(7, graph).message(8, operators).finish());
}
