import { ProtobufWriter } from './protobuf.ts';

/** Element types, with their numbers in onnx.proto3 (TensorProto.DataType). */
const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float64: 11 } as const;
export type ElementType = keyof typeof elementTypes;

/** One dimension of a shape: a length, or a name for a length that is known only when the graph runs. */
export type Dimension = number | string;

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly text: string };

/** Number of each AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, text: 3, ints: 7 } as const;

/** The version of the operator set that our graphs speak, and the file format version that belongs to it. */
const operatorSet = 17;
const irVersion = 8;

/**
 * Writes an ONNX model (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3). Values are named by strings: `input`,
 * `constant` and `node` return the name of what they made. `build` returns the bytes of a ModelProto.
 */
export class GraphBuilder {
  private readonly nodes: ProtobufWriter[] = [];
  private readonly constants: ProtobufWriter[] = [];
  private readonly inputs: ProtobufWriter[] = [];
  private readonly outputs: ProtobufWriter[] = [];
  private count = 0;

  input(name: string, type: ElementType, shape: readonly Dimension[]): string {
    this.inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** Declares a value made by a node as an output of the model. */
  output(name: string, type: ElementType, shape: readonly Dimension[]): void {
    this.outputs.push(valueInfo(name, type, shape));
  }

  /** A float32 constant; shape [] is a scalar. */
  floats(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.constant('float32', shape, Float32Array.from(values));
  }

  /** An int64 vector: axes, shapes, counts. */
  integers(values: readonly number[]): string {
    return this.constant('int64', [values.length], BigInt64Array.from(values.map(BigInt)));
  }

  constant(type: ElementType, shape: readonly number[], values: ArrayBufferView): string {
    const name = this.fresh('constant');
    const tensor = new ProtobufWriter();
    for (const length of shape) tensor.integer(1, length);
    tensor.integer(2, elementTypes[type]).text(8, name);
    tensor.bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    this.constants.push(tensor);
    return name;
  }

  /** Adds an operator with one output, named `as` if given. '' as an input leaves an optional input out. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    as: string = this.fresh(operator),
  ): string {
    this.nodeOf([as], operator, inputs, attributes);
    return as;
  }

  /** Adds an operator with the named outputs. */
  nodeOf(
    outputs: readonly string[],
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): void {
    const node = new ProtobufWriter();
    for (const input of inputs) node.text(1, input);
    for (const output of outputs) node.text(2, output);
    node.text(3, this.fresh('node')).text(4, operator);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    this.nodes.push(node);
  }

  /** A name that nothing has yet. */
  fresh(kind: string): string {
    return `${kind}_${this.count++}`;
  }

  /** The value with other elements. */
  cast(value: string, type: ElementType): string {
    return this.node('Cast', [value], { to: { int: elementTypes[type] } });
  }

  build(): Uint8Array {
    const graph = new ProtobufWriter();
    for (const node of this.nodes) graph.message(1, node);
    graph.text(2, 'graph');
    for (const constant of this.constants) graph.message(5, constant);
    for (const input of this.inputs) graph.message(11, input);
    for (const output of this.outputs) graph.message(12, output);
    const operators = new ProtobufWriter().text(1, '').integer(2, operatorSet);
    return new ProtobufWriter()
      .integer(1, irVersion)
      .text(2, 'next-batch')
      .message(7, graph)
      .message(8, operators)
      .finish();
  }
}

function attribute(name: string, value: Attribute): ProtobufWriter {
  const writer = new ProtobufWriter().text(1, name);
  if ('float' in value) return writer.float(2, value.float).integer(20, attributeTypes.float);
  if ('int' in value) return writer.integer(3, value.int).integer(20, attributeTypes.int);
  if ('text' in value) return writer.text(4, value.text).integer(20, attributeTypes.text);
  for (const item of value.ints) writer.integer(8, item);
  return writer.integer(20, attributeTypes.ints);
}

function valueInfo(name: string, type: ElementType, shape: readonly Dimension[]): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const length of shape) {
    const dimension = new ProtobufWriter();
    if (typeof length === 'number') dimension.integer(1, length);
    else dimension.text(2, length);
    dimensions.message(1, dimension);
  }
  const tensor = new ProtobufWriter().integer(1, elementTypes[type]).message(2, dimensions);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}
