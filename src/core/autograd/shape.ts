/** Lengths of the axes of a value; [] is a scalar. */
export type Shape = readonly number[];

/** How many numbers a value of this shape holds. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The shape of an elementwise result, as NumPy has it: axes are aligned at the end, and an axis of length 1 is stretched. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const [left, right] = [a, b].map((shape) => [...Array(rank - shape.length).fill(1), ...shape]);
  return left.map((length, axis) => {
    if (length !== right[axis] && length !== 1 && right[axis] !== 1)
      throw new RangeError(`Shapes [${a}] and [${b}] do not fit together.`);
    return length === 1 ? right[axis] : length;
  });
}

/** The axes of `wide` that were stretched or put in front when `narrow` was broadcast to it. */
export function stretchedAxes(narrow: Shape, wide: Shape): readonly number[] {
  const added = wide.length - narrow.length;
  return [...wide.keys()].filter((axis) => axis < added || narrow[axis - added] !== wide[axis]);
}

/** The shape with the given axes of length 1. */
export function keptShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
}

/** The shape without the given axes. */
export function reducedShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.filter((_, axis) => !axes.includes(axis));
}

export function sum(a: Shape, b: Shape): Shape {
  return a.map((length, axis) => length + b[axis]);
}

export function difference(a: Shape, b: Shape): Shape {
  return a.map((length, axis) => length - b[axis]);
}

/** The sums of the first 1, 2, ... numbers. */
export function runningSums(numbers: readonly number[]): readonly number[] {
  return numbers.map((_, i) => numbers.slice(0, i + 1).reduce((total, number) => total + number));
}

/** The order of axes that takes an order back. */
export function inverse(order: readonly number[]): readonly number[] {
  return [...order.keys()].map((axis) => order.indexOf(axis));
}
