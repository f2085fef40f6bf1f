import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/core/onnx/graph.ts';
import { ProtobufWriter } from '../../../src/core/onnx/protobuf.ts';

describe('ProtobufWriter', () => {
  it('writes the bytes of the examples in the protobuf documentation', () => {
    expect([...new ProtobufWriter().integer(1, 150).finish()]).toEqual([0x08, 0x96, 0x01]);
    expect([...new ProtobufWriter().text(2, 'testing').finish()]).toEqual([
      0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67,
    ]);
    const inner = new ProtobufWriter().integer(1, 150);
    expect([...new ProtobufWriter().message(3, inner).finish()]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
  });

  it('writes a negative integer as ten bytes of two’s complement, and floats little-endian', () => {
    expect([...new ProtobufWriter().integer(1, -1).finish()]).toEqual([0x08, ...Array(9).fill(0xff), 0x01]);
    expect([...new ProtobufWriter().float(2, 1).finish()]).toEqual([0x15, 0, 0, 0x80, 0x3f]);
  });

  it('grows past its first buffer without losing a byte', () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i);
    const written = new ProtobufWriter().integer(20, 3).bytes(1, bytes).finish();
    expect(written.subarray(written.length - 5000)).toEqual(bytes);
  });

  it('refuses text that is not ASCII', () => {
    expect(() => new ProtobufWriter().text(1, 'naïve')).toThrow(RangeError);
  });
});

describe('GraphBuilder', () => {
  it('builds a model that onnxruntime loads and runs: attributes, constants, named and several outputs', async () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', ['n', 3]);
    const w = graph.floats([1, 0, 0, 2, 1, 1], [3, 2]);
    const y = graph.node('Gemm', [x, w], { alpha: { float: -0.5 } });
    graph.nodeOf(['largest', 'column'], 'TopK', [y, graph.integers([1])], { axis: { int: 1 } });
    graph.node('ReduceMax', [y], { axes: { ints: [0, 1] }, keepdims: { int: 0 } }, 'top');
    graph.output('largest', 'float32', ['n', 1]);
    graph.output('column', 'int64', ['n', 1]);
    graph.output('top', 'float32', []);
    const session = await InferenceSession.create(graph.build());
    expect(session.inputNames).toEqual(['x']);

    const result = await session.run({ x: new Tensor('float32', [1, 2, 3, -1, 0, -4], [2, 3]) });
    // x w = [[4, 7], [-5, -4]]; times -0.5.
    expect([...(result.largest.data as Float32Array)]).toEqual([-2, 2.5]);
    expect([...(result.column.data as BigInt64Array)]).toEqual([0n, 0n]);
    expect([...(result.top.data as Float32Array)]).toEqual([2.5]);
  });

  it('passes texts through attributes and leaves optional inputs out', async () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [1, 1, 1, 2]);
    const scales = graph.floats([1, 1, 1, 2]);
    graph.node('Resize', [x, '', scales], { mode: { text: 'nearest' } }, 'y');
    graph.output('y', 'float32', [1, 1, 1, 4]);
    const session = await InferenceSession.create(graph.build());
    const { y } = await session.run({ x: new Tensor('float32', [1, 2], [1, 1, 1, 2]) });
    expect([...(y.data as Float32Array)]).toEqual([1, 1, 2, 2]);
  });
});
