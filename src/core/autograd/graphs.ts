import { learned, type Optimizer } from './optimizer.ts';
import type { Parameter, Port, Value } from './recorder.ts';
import type { Tape } from './tape.ts';

/** A training step as an ONNX model: takes a batch and all that is kept; gives the loss and what is kept for the next step. */
export interface TrainingGraph {
  readonly model: Uint8Array;
  /** What a batch is made of. */
  readonly inputs: readonly Port[];
  /** What the trained model consists of: parameters and running statistics. */
  readonly parameters: readonly Parameter[];
  /** What only the optimiser keeps; it starts at 0. */
  readonly slots: readonly Port[];
}

/** The forward pass of a trained model. */
export interface InferenceGraph {
  readonly model: Uint8Array;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** Names of what every training graph has besides its own: the learning rate, the number of the step (from 1), the loss. */
export const rateInput = 'rate';
export const stepInput = 'step';
export const lossOutput = 'loss';

/** The output that is the input `name` of the next step. */
export function nextOf(name: string): string {
  return `${name}/next`;
}

/**
 * The training step for a loss (one number) on a tape. Parameters that the loss does not depend on stay as they are. Ends
 * the tape: nothing may be recorded on it after.
 */
export function trainingGraph(tape: Tape, loss: Value, optimizer: Optimizer): TrainingGraph {
  const gradients = tape.gradients(loss);
  const step = tape.graph.input(stepInput, 'float64', []);
  const shared = {
    rate: { name: tape.graph.input(rateInput, tape.element, []), shape: [], needsGradient: false },
    correction: (beta: number) => correction(tape, beta, step),
  };
  for (const { name, shape } of tape.parameters) {
    const w = { name, shape, needsGradient: false };
    const gradient = gradients.get(name);
    const next = gradient === undefined ? w : learned(tape, optimizer, { w, gradient, ...shared });
    tape.output(nextOf(name), next);
  }
  for (const { name, next } of tape.kept) tape.output(nextOf(name), next);
  tape.output(lossOutput, tape.reshape(loss, []));
  return {
    model: tape.graph.build(),
    inputs: tape.inputs,
    parameters: [...tape.parameters, ...tape.kept.filter(({ role }) => role === 'statistic')],
    slots: tape.kept.filter(({ role }) => role === 'slot'),
  };
}

/** The forward pass to named values on a tape of trained parameters. Ends the tape. */
export function inferenceGraph(tape: Tape, outputs: Readonly<Record<string, Value>>): InferenceGraph {
  const named = Object.entries(outputs);
  for (const [name, value] of named) tape.output(name, value);
  return {
    model: tape.graph.build(),
    inputs: tape.inputs,
    outputs: named.map(([name, { shape }]) => ({ name, shape })),
  };
}

/** 1 - beta^step, in float64: float32 would lose four digits of it in the first steps. */
function correction({ graph, element }: Tape, beta: number, step: string): Value {
  const one = graph.constant('float64', [], Float64Array.of(1));
  const power = graph.node('Pow', [graph.constant('float64', [], Float64Array.of(beta)), step]);
  const exact = graph.node('Sub', [one, power]);
  return { name: graph.cast(exact, element), shape: [], needsGradient: false };
}
