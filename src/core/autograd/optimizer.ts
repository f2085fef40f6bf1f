import { zeros } from './initial.ts';
import type { Value } from './recorder.ts';
import type { Tape } from './tape.ts';

/**
 * How parameters follow their gradients. `weightDecay` pulls matrices and convolution weights towards 0, but not biases and
 * scales (values of one axis); in Adam it is decoupled from the gradient (AdamW; Loshchilov, Hutter 2019).
 */
export type Optimizer =
  | { readonly kind: 'sgd'; readonly momentum?: number; readonly weightDecay?: number }
  | {
      readonly kind: 'adam';
      readonly weightDecay?: number;
      readonly betas?: readonly [number, number];
      readonly epsilon?: number;
    };

/** One parameter in one step. */
export interface Learning {
  readonly w: Value;
  readonly gradient: Value;
  readonly rate: Value;
  /** 1 - beta^step: what is missing to a moving mean that started at 0 is divided by it. */
  readonly correction: (beta: number) => Value;
}

/** What the parameter becomes after the step. */
export function learned(tape: Tape, optimizer: Optimizer, learning: Learning): Value {
  const weightDecay = learning.w.shape.length < 2 ? 0 : (optimizer.weightDecay ?? 0);
  return optimizer.kind === 'sgd'
    ? sgd(tape, learning, { momentum: 0, ...optimizer, weightDecay })
    : adam(tape, learning, { betas: [0.9, 0.999], epsilon: 1e-8, ...optimizer, weightDecay });
}

/** v <- momentum v + g + decay w; w <- w - rate v. */
function sgd(
  tape: Tape,
  { w, gradient, rate }: Learning,
  { momentum, weightDecay }: { readonly momentum: number; readonly weightDecay: number },
): Value {
  const g = weightDecay === 0 ? gradient : tape.add(gradient, tape.multiply(w, weightDecay));
  const v =
    momentum === 0 ? g : slot(tape, w, 'velocity', (old) => tape.add(tape.multiply(old, momentum), g));
  return tape.subtract(w, tape.multiply(v, rate));
}

/** w <- (1 - rate decay) w - rate m' / (sqrt(v') + epsilon); m' and v': corrected moving means of g and g^2. Kingma, Ba 2015. */
function adam(
  tape: Tape,
  { w, gradient: g, rate, correction }: Learning,
  {
    betas: [beta1, beta2],
    epsilon,
    weightDecay,
  }: { readonly betas: readonly [number, number]; readonly epsilon: number; readonly weightDecay: number },
): Value {
  const mean = (beta: number, x: Value) => (old: Value) =>
    tape.add(tape.multiply(old, beta), tape.multiply(x, 1 - beta));
  const m = slot(tape, w, 'mean', mean(beta1, g));
  const v = slot(tape, w, 'square', mean(beta2, tape.multiply(g, g)));
  const direction = tape.divide(
    tape.divide(m, correction(beta1)),
    tape.add(tape.sqrt(tape.divide(v, correction(beta2))), epsilon),
  );
  const kept = weightDecay === 0 ? w : tape.subtract(w, tape.multiply(w, tape.multiply(rate, weightDecay)));
  return tape.subtract(kept, tape.multiply(direction, rate));
}

/** What the optimiser remembers of a parameter; returns what it becomes in this step. */
function slot(tape: Tape, { name, shape }: Value, kind: string, next: (old: Value) => Value): Value {
  return tape.keep({ name: `${name}/${kind}`, shape, initial: zeros, role: 'slot' }, next);
}
