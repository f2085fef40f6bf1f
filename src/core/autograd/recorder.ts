import { type Attribute, GraphBuilder } from '../onnx/graph.ts';
import { type Initial, zeros } from './initial.ts';
import { type Shape, sizeOf } from './shape.ts';

/** A value in a graph that is being written. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
  /** Whether it depends on a parameter. */
  readonly needsGradient: boolean;
}

/** A value that a graph takes or gives, by name. */
export interface Port {
  readonly name: string;
  readonly shape: Shape;
}

/** A value that a graph keeps from step to step, and what it starts as. */
export interface Parameter extends Port {
  readonly initial: Initial;
}

/** A value that changes from step to step by a rule of its own: running statistics, or what an optimiser remembers. */
export interface Kept extends Parameter {
  readonly role: 'statistic' | 'slot';
  /** What it becomes after the step. */
  readonly next: Value;
}

/**
 * The part of an operator's vector-Jacobian product that concerns one of its inputs: from the gradient `dy` of its output
 * `y` to the gradient of that input. It may still have the shape of the output where the input was broadcast.
 */
export type Pullback = (dy: Value, y: Value) => Value;

export interface Operator {
  /** Name of the ONNX operator. */
  readonly type: string;
  readonly inputs: readonly Value[];
  /** One for each input; none for an operator without gradient. */
  readonly pullbacks?: readonly Pullback[];
  /** Shape of the output. */
  readonly shape: Shape;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Further inputs that are constants of the graph: axes, shapes. */
  readonly constants?: readonly string[];
  /** Names (`graph.fresh`) of its outputs behind the first. */
  readonly further?: readonly string[];
}

/** What a trained model knows: its parameters and running statistics by name. */
export type ParameterValues = ReadonlyMap<string, Float32Array>;

export interface RecorderOptions {
  /** float64 for exact tests; onnxruntime has no convolution in it. */
  readonly element?: 'float32' | 'float64';
  /** For inference: parameters are constants with these values, and batch normalisation uses its running statistics. */
  readonly trained?: ParameterValues;
}

/** Writes operators into an ONNX graph and remembers them, so that a gradient can be led back through them. */
export abstract class Recorder {
  readonly graph = new GraphBuilder();
  readonly element: 'float32' | 'float64';
  readonly isTraining: boolean;
  readonly inputs: Port[] = [];
  /** What is learned, in the order it was declared. */
  readonly parameters: Parameter[] = [];
  /** What is kept from step to step but not learned. */
  readonly kept: Kept[] = [];
  private readonly trained: ParameterValues | undefined;
  private readonly records: {
    readonly inputs: readonly Value[];
    readonly pullbacks: readonly Pullback[];
    readonly output: Value;
  }[] = [];

  constructor({ element = 'float32', trained }: RecorderOptions = {}) {
    this.element = element;
    this.trained = trained;
    this.isTraining = trained === undefined;
  }

  /** A value that is told anew in each step. */
  input(name: string, shape: Shape): Value {
    this.inputs.push({ name, shape });
    return this.port(name, shape, false);
  }

  /** A value that is learned, in a graph for inference a constant. Declared again by the same name, it is the same one: shared. */
  parameter(name: string, shape: Shape, initial: Initial = zeros): Value {
    if (this.trained !== undefined) return this.trainedValue(this.trained, name, shape);
    const known = this.parameters.find((parameter) => parameter.name === name);
    if (known === undefined) {
      this.parameters.push({ name, shape, initial });
      return this.port(name, shape, true);
    }
    if (String(known.shape) !== String(shape))
      throw new RangeError(`Parameter "${name}" has shape [${known.shape}], not [${shape}].`);
    return { name, shape, needsGradient: true };
  }

  /** A value that is kept from step to step: after the step it is `next(value)`, which is returned. */
  keep(kept: Omit<Kept, 'next'>, next: (value: Value) => Value): Value {
    if (this.kept.some(({ name }) => name === kept.name))
      throw new RangeError(`"${kept.name}" is kept already; what shares it must go through it at once.`);
    const value = next(this.port(kept.name, kept.shape, false));
    this.kept.push({ ...kept, next: value });
    return value;
  }

  /** Gives a value to whoever runs the graph. */
  output(name: string, value: Value): void {
    this.graph.node('Identity', [value.name], {}, name);
    this.graph.output(name, this.element, value.shape);
  }

  /** Numbers that never change; one number fills the shape. */
  constant(values: number | ArrayLike<number>, shape: Shape = []): Value {
    const numbers = typeof values === 'number' ? Array<number>(sizeOf(shape)).fill(values) : values;
    if (numbers.length !== sizeOf(shape))
      throw new RangeError(`${numbers.length} numbers do not make a constant of shape [${shape}].`);
    const data = this.element === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
    return { name: this.graph.constant(this.element, shape, data), shape, needsGradient: false };
  }

  /** Writes an operator into the graph and remembers how gradients go back through it. */
  record(operator: Operator): Value {
    const { type, inputs, pullbacks = [], shape, attributes, constants = [], further = [] } = operator;
    const name = this.graph.fresh(type);
    const sources = [...inputs.map((input) => input.name), ...constants];
    this.graph.nodeOf([name, ...further], type, sources, attributes);
    return this.custom({ name, shape, needsGradient: false }, inputs, pullbacks);
  }

  /** A value that was computed from detached inputs, with pullbacks of its own in place of those of the operators in between. */
  custom(value: Value, inputs: readonly Value[], pullbacks: readonly Pullback[]): Value {
    const needsGradient = pullbacks.length > 0 && inputs.some((input) => input.needsGradient);
    const output = { ...value, needsGradient };
    if (needsGradient) this.records.push({ inputs, pullbacks, output });
    return output;
  }

  /** The same value, through which no gradient goes. */
  detach(value: Value): Value {
    return { ...value, needsGradient: false };
  }

  /**
   * Writes the gradients of a loss (one number) behind what is recorded, by reverse mode: each operator is visited once, in
   * reverse order, when all that depends on its output has been visited. Returns them by the name of the value; a value that
   * the loss does not depend on has none. They are values of the tape, and can be differentiated again where the pullbacks
   * are written in the tape's own operators (not those of convolutions and poolings).
   */
  gradients(loss: Value): ReadonlyMap<string, Value> {
    if (sizeOf(loss.shape) !== 1)
      throw new RangeError(`A loss is one number; this has shape [${loss.shape}].`);
    const gradients = new Map([[loss.name, this.constant(1, loss.shape)]]);
    for (const { inputs, pullbacks, output } of this.records.toReversed()) {
      const dy = gradients.get(output.name);
      if (dy === undefined) continue;
      for (const [i, input] of inputs.entries()) {
        if (!input.needsGradient) continue;
        const part = this.sumTo(pullbacks[i](dy, output), input.shape);
        const others = gradients.get(input.name);
        gradients.set(input.name, others === undefined ? part : this.add(others, part));
      }
    }
    return gradients;
  }

  abstract add(a: Value, b: Value): Value;

  /** The transpose of broadcasting: the sum over the axes along which `shape` was stretched. */
  protected abstract sumTo(a: Value, shape: Shape): Value;

  /** A value that the graph takes. */
  private port(name: string, shape: Shape, needsGradient: boolean): Value {
    return { name: this.graph.input(name, this.element, shape), shape, needsGradient };
  }

  private trainedValue(trained: ParameterValues, name: string, shape: Shape): Value {
    const values = trained.get(name);
    if (values === undefined) throw new RangeError(`The trained model has no parameter "${name}".`);
    return this.constant(values, shape);
  }
}
