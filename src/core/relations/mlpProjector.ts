import { batchNorm } from '../autograd/batchNorm.ts';
import { inferenceGraph, trainingGraph } from '../autograd/graphs.ts';
import { initialValues } from '../autograd/initial.ts';
import { dense } from '../autograd/layers.ts';
import type { ParameterValues, Value } from '../autograd/recorder.ts';
import { cosine } from '../autograd/schedule.ts';
import { Tape } from '../autograd/tape.ts';
import { matrix, normalizeRows, row } from '../math/matrix.ts';
import type { HeadContext } from '../model/head.ts';
import type { Basis } from './basis.ts';
import { type Components, without } from './components.ts';
import { crossProjected, firstFold, heldOutRows, rightRows, type Trial, trialOf } from './heldOut.ts';
import type { RelationLoss } from './losses/relationLoss.ts';
import type { Projection } from './projection.ts';
import { batchSize, type InputScale, relationBatches } from './relationBatches.ts';

export interface MlpOptions {
  readonly loss: RelationLoss;
  readonly dimensions: number;
  /** At most so many; fewer where a tenth of the known images, held out, are no longer put better to their component. */
  readonly steps: number;
}

const hiddenUnits = 256;
const peakRate = 1e-3;
const warmUp = 20;
/** Held-out images are looked at after every so many steps. */
const stepsPerLook = 100;
/** Components whose images are held out; of more, the first: the classes, and the largest groups. */
const comparedComponents = 256;
/** Of a fold, which is a fifth, what makes a tenth of all. */
const tenthOfFold = 0.5;
/** Rows that are projected at once. */
const rowsPerRun = 1024;

/**
 * A projector with one hidden layer (D -> 256 -> d, batch normalisation, ReLU), trained by Adam with a loss on the similarity
 * graph; its moving means begin anew after each look at held-out images. Deterministic for an equal seed and equally many threads.
 */
export async function mlpProjection(
  basis: Basis,
  components: Components,
  { loss, dimensions, steps }: MlpOptions,
  ctx: HeadContext,
): Promise<Projection> {
  const { kernels, signal, progress } = ctx;
  const rng = ctx.rng.fork('mlp projector');
  const scale = scaleOf(basis);
  const whole = trialOf(components.members.slice(0, comparedComponents), rng.fork('held out'));
  const trial = whole && firstFold(whole, tenthOfFold);
  const graph = trainingOf(basis.graph.points.cols, dimensions, loss);
  const batch = relationBatches(
    basis,
    trial === undefined ? components : without(components, new Set(heldOutRows(trial))),
    scale,
    rng.fork('batches'),
  );
  const rate = cosine(peakRate, steps, warmUp);
  let parameters: ParameterValues = initialValues(graph.parameters, rng.fork('start'));
  let best: { readonly right: number; readonly projection: Projection } | undefined;
  for (let done = 0; done < steps; done += stepsPerLook) {
    const some = Math.min(stepsPerLook, steps - done);
    const trained = await kernels.train(graph, parameters, {
      steps: some,
      batch,
      rate: (step) => rate(done + step),
      signal,
      progress: (share) => progress({ phase: 'train', done: done + Math.round(share * some), total: steps }),
    });
    parameters = trained.parameters;
    const projection = through(parameters, basis, scale, dimensions, ctx);
    const right = trial === undefined ? done : await rightIn(trial, components, projection, ctx);
    if (best !== undefined && right <= best.right) break;
    best = { right, projection };
  }
  return best?.projection ?? through(parameters, basis, scale, dimensions, ctx);
}

/** Held-out images that are nearest to one of their component. */
async function rightIn(
  trial: Trial,
  components: Components,
  projection: Projection,
  ctx: HeadContext,
): Promise<number> {
  const { image } = await crossProjected(trial, components, async () => projection, ctx);
  return rightRows(image, trial).length;
}

function trainingOf(cols: number, dimensions: number, loss: RelationLoss): ReturnType<typeof trainingGraph> {
  const tape = new Tape();
  const free = network(tape, tape.input('x', [batchSize, cols]), dimensions);
  const outputs = loss.onSphere ? tape.normalizeRows(free) : free;
  const known = [batchSize, batchSize];
  const graph = { same: tape.input('same', known), different: tape.input('different', known) };
  return trainingGraph(tape, loss.write(tape, outputs, graph), { kind: 'adam' });
}

function network(tape: Tape, x: Value, dimensions: number): Value {
  const hidden = tape.relu(batchNorm(tape, dense(tape, x, hiddenUnits, 'hidden'), 'norm'));
  return dense(tape, hidden, dimensions, 'output');
}

/** The projection by a trained network. */
function through(
  trained: ParameterValues,
  { graph: { points, nodes } }: Basis,
  { mean, factor }: InputScale,
  dimensions: number,
  { kernels, signal, pause }: HeadContext,
): Projection {
  const tape = new Tape({ trained });
  const x = tape.input('x', [rowsPerRun, points.cols]);
  const forward = inferenceGraph(tape, { z: network(tape, x, dimensions) });
  return {
    dimensions,
    async project(rows) {
      const input = new Float32Array(rowsPerRun * points.cols);
      const fill = (run: number): { readonly x: Float32Array } => {
        for (let i = 0, at = 0; i < rowsPerRun; i++) {
          const node = nodes[rows[Math.min(rows.length - 1, run * rowsPerRun + i)]];
          const values = row(points, Math.max(0, node));
          for (let j = 0; j < values.length; j++, at++) input[at] = (values[j] - mean[j]) * factor;
        }
        return { x: input };
      };
      const found = await kernels.infer(forward, Math.ceil(rows.length / rowsPerRun), fill, { signal });
      const Z = matrix(rows.length, dimensions, found.get('z')?.slice(0, rows.length * dimensions));
      for (const [i, own] of rows.entries()) if (nodes[own] < 0) row(Z, i).fill(0);
      await normalizeRows(Z, pause);
      return Z;
    },
  };
}

/** The variance of a column is 1 on average. */
function scaleOf({ graph: { points }, whitening: { mean } }: Basis): InputScale {
  let squares = 0;
  for (let i = 0; i < points.rows; i++) squares += points.squaredNorms[i];
  return { mean, factor: Math.sqrt((points.rows * points.cols) / (squares || 1)) };
}
