import type { Attribute } from '../onnx/graph.ts';
import { type Pullback, Recorder, type Value } from './recorder.ts';
import {
  broadcast,
  difference,
  inverse,
  keptShape,
  reducedShape,
  runningSums,
  type Shape,
  sizeOf,
  stretchedAxes,
  sum,
} from './shape.ts';

/**
 * Writes a computation as an ONNX graph, one operator per call, and knows how gradients go back through each: beside every
 * operator stand its pullbacks, one per input, written in the same operators. `gradients` leads the gradient of a loss
 * through them. Axes count from 0.
 */
export class Tape extends Recorder {
  // Elementwise, with broadcasting as in NumPy.

  add(a: Value | number, b: Value | number): Value {
    return this.binary('Add', a, b, () => [(dy) => dy, (dy) => dy]);
  }

  subtract(a: Value | number, b: Value | number): Value {
    return this.binary('Sub', a, b, () => [(dy) => dy, (dy) => this.negate(dy)]);
  }

  multiply(a: Value | number, b: Value | number): Value {
    return this.binary('Mul', a, b, (left, right) => [
      (dy) => this.multiply(dy, right),
      (dy) => this.multiply(dy, left),
    ]);
  }

  divide(a: Value | number, b: Value | number): Value {
    return this.binary('Div', a, b, (_, right) => [
      (dy) => this.divide(dy, right),
      (dy, y) => this.negate(this.multiply(this.divide(dy, right), y)),
    ]);
  }

  negate(a: Value): Value {
    return this.unary('Neg', a, (dy) => this.negate(dy));
  }

  /** max(0, a); its gradient at 0 is 0. */
  relu(a: Value): Value {
    return this.unary('Relu', a, (dy, y) => this.multiply(dy, this.sign(y)));
  }

  exp(a: Value): Value {
    return this.unary('Exp', a, (dy, y) => this.multiply(dy, y));
  }

  log(a: Value): Value {
    return this.unary('Log', a, (dy) => this.divide(dy, a));
  }

  /** Its gradient at 0 is infinite. */
  sqrt(a: Value): Value {
    return this.unary('Sqrt', a, (dy, y) => this.divide(this.multiply(dy, 0.5), y));
  }

  /** -1, 0 or 1; no gradient goes through it. */
  sign(a: Value): Value {
    return this.unary('Sign', a);
  }

  // Reductions. `keep`: the axes stay, with length 1.

  sum(a: Value, axes: readonly number[], keep = false): Value {
    return this.record({
      type: 'ReduceSum',
      inputs: [a],
      constants: [this.graph.integers(axes)],
      attributes: { keepdims: { int: Number(keep) }, noop_with_empty_axes: { int: 1 } },
      shape: (keep ? keptShape : reducedShape)(a.shape, axes),
      pullbacks: [(dy) => this.expand(this.reshape(dy, keptShape(a.shape, axes)), a.shape)],
    });
  }

  mean(a: Value, axes: readonly number[], keep = false): Value {
    return this.divide(this.sum(a, axes, keep), sizeOf(axes.map((axis) => a.shape[axis])));
  }

  /** log(sum(exp(a))) along an axis, without overflow. */
  logSumExp(a: Value, axis: number, keep = false): Value {
    const kept = this.record({
      type: 'ReduceLogSumExp',
      inputs: [a],
      attributes: { axes: { ints: [axis] }, keepdims: { int: 1 } },
      shape: keptShape(a.shape, [axis]),
      pullbacks: [(dy, y) => this.multiply(dy, this.exp(this.subtract(a, y)))],
    });
    return keep ? kept : this.reshape(kept, reducedShape(a.shape, [axis]));
  }

  // Shapes.

  reshape(a: Value, shape: Shape): Value {
    if (sizeOf(shape) !== sizeOf(a.shape)) throw new RangeError(`[${a.shape}] cannot become [${shape}].`);
    return this.record({
      type: 'Reshape',
      inputs: [a],
      constants: [this.graph.integers(shape)],
      shape,
      pullbacks: [(dy) => this.reshape(dy, a.shape)],
    });
  }

  /** The axes in another order; axis i of the result is axis `order[i]` of `a`. Without an order: reversed. */
  transpose(a: Value, order: readonly number[] = [...a.shape.keys()].reverse()): Value {
    return this.record({
      type: 'Transpose',
      inputs: [a],
      attributes: { perm: { ints: order } },
      shape: order.map((axis) => a.shape[axis]),
      pullbacks: [(dy) => this.transpose(dy, inverse(order))],
    });
  }

  /** Repeats along axes of length 1, and along new ones in front. */
  expand(a: Value, shape: Shape): Value {
    return this.record({
      type: 'Expand',
      inputs: [a],
      constants: [this.graph.integers(shape)],
      shape: broadcast(a.shape, shape),
      pullbacks: [(dy) => dy],
    });
  }

  /** The block of entries from..to-1 along each axis. */
  slice(a: Value, from: Shape, to: Shape): Value {
    const behind = difference(a.shape, to);
    const shape = difference(to, from);
    if ([...from, ...shape, ...behind].some((count) => count < 0))
      throw new RangeError(`[${from}] to [${to}] is not within [${a.shape}].`);
    return this.record({
      type: 'Slice',
      inputs: [a],
      constants: [from, to].map((numbers) => this.graph.integers(numbers)),
      shape,
      pullbacks: [(dy) => this.pad(dy, from, behind)],
    });
  }

  /** Puts zeros before and behind along each axis. */
  pad(a: Value, before: Shape, behind: Shape = before): Value {
    const end = sum(before, a.shape);
    return this.record({
      type: 'Pad',
      inputs: [a],
      constants: [this.graph.integers([...before, ...behind])],
      shape: sum(end, behind),
      pullbacks: [(dy) => this.slice(dy, before, end)],
    });
  }

  /** Values one after another along an axis. */
  concatenate(values: readonly Value[], axis: number): Value {
    const ends = runningSums(values.map(({ shape }) => shape[axis]));
    const shape = values[0].shape.with(axis, ends[values.length - 1]);
    const corner = shape.map(() => 0);
    return this.record({
      type: 'Concat',
      inputs: values,
      attributes: { axis: { int: axis } },
      shape,
      pullbacks: ends.map((end, i) => (dy) => {
        const start = end - values[i].shape[axis];
        return this.slice(dy, corner.with(axis, start), shape.with(axis, end));
      }),
    });
  }

  // Linear algebra, and what losses are made of.

  /** (n x d)(d x m). */
  matmul(a: Value, b: Value): Value {
    if (a.shape.length !== 2 || b.shape.length !== 2 || a.shape[1] !== b.shape[0])
      throw new RangeError(`Matrices of shapes [${a.shape}] and [${b.shape}] have no product.`);
    return this.record({
      type: 'Gemm',
      inputs: [a, b],
      shape: [a.shape[0], b.shape[1]],
      pullbacks: [(dy) => this.matmul(dy, this.transpose(b)), (dy) => this.matmul(this.transpose(a), dy)],
    });
  }

  /** log(softmax) along the last axis. */
  logSoftmax(a: Value): Value {
    const axis = a.shape.length - 1;
    return this.unary(
      'LogSoftmax',
      a,
      (dy, y) => this.subtract(dy, this.multiply(this.exp(y), this.sum(dy, [axis], true))),
      { axis: { int: axis } },
    );
  }

  /**
   * Cross-entropy of softmax(logits) against targets (n x k, which may be soft), as the mean over rows whose targets sum to 1;
   * rows of zeros count nothing.
   */
  softmaxCrossEntropy(logits: Value, targets: Value): Value {
    const agreement = this.sum(this.multiply(targets, this.logSoftmax(logits)), [0, 1]);
    return this.negate(this.divide(agreement, this.add(this.sum(targets, [0, 1]), tiny)));
  }

  /** Rows (of n x d) scaled to length 1; a row of zeros stays. */
  normalizeRows(a: Value): Value {
    return this.divide(a, this.sqrt(this.add(this.sum(this.multiply(a, a), [1], true), tiny)));
  }

  protected sumTo(a: Value, shape: Shape): Value {
    const axes = stretchedAxes(shape, a.shape);
    return axes.length === 0 ? a : this.reshape(this.sum(a, axes, true), shape);
  }

  private unary(
    type: string,
    a: Value,
    pullback?: Pullback,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    const pullbacks = pullback && { pullbacks: [pullback] };
    return this.record({ type, inputs: [a], attributes, shape: a.shape, ...pullbacks });
  }

  private binary(
    type: string,
    a: Value | number,
    b: Value | number,
    pullbacks: (left: Value, right: Value) => readonly Pullback[],
  ): Value {
    const [left, right] = [a, b].map((operand) =>
      typeof operand === 'number' ? this.constant(operand) : operand,
    );
    return this.record({
      type,
      inputs: [left, right],
      shape: broadcast(left.shape, right.shape),
      pullbacks: pullbacks(left, right),
    });
  }
}

/** Keeps a division by a sum of nothing from giving NaN. */
const tiny = 1e-8;
