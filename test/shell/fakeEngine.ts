import { noConstraints } from '../../src/core/constraints/constraints.ts';
import { cancelled, UserError } from '../../src/core/errors.ts';
import type { EngineClient } from '../../src/engine/client.ts';
import type { ClusterRequest, ClusterResult } from '../../src/protocol/clusters.ts';
import type { CompareRequest, CompareResult } from '../../src/protocol/compare.ts';
import type {
  EmbedRequest,
  EmbedResult,
  PredictRequest,
  PredictResult,
  SelectRequest,
  SelectResult,
} from '../../src/protocol/engine.ts';
import type { RelateResult } from '../../src/protocol/relations.ts';
import type { SimilarRequest, SimilarResult } from '../../src/protocol/similar.ts';

export interface FakeEngine extends Mutable<EngineClient> {
  readonly embeds: EmbedRequest[];
  readonly selects: SelectRequest[];
  readonly predicts: PredictRequest[];
  readonly clusterings: ClusterRequest[];
  readonly lookups: SimilarRequest[];
  /** While true, `embed` and `predict` go on until they are cancelled. */
  readonly compares: CompareRequest[];
  /** While true, `embed`, `compare` and `predict` go on until they are cancelled. */
  isSlow: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const encoder = { key: 'k', name: 'fake', dimensions: 2, inputSize: [8, 8], notes: [] } as const;

/** An engine that reads nothing: files named `broken` are unreadable, and the first open rows are picked. */
export function fakeEngine(): FakeEngine {
  const embeds: EmbedRequest[] = [];
  const selects: SelectRequest[] = [];
  const predicts: PredictRequest[] = [];
  const clusterings: ClusterRequest[] = [];
  const lookups: SimilarRequest[] = [];
  const compares: CompareRequest[] = [];
  const fake: FakeEngine = {
    embeds,
    selects,
    predicts,
    clusterings,
    lookups,
    compares,
    isSlow: false,
    embed: async (request, options) => {
      embeds.push(request);
      const total = request.images.length;
      options?.onProgress?.({ phase: 'embed', done: 1, total, rate: 10, secondsLeft: 3 });
      if (fake.isSlow) await untilAborted(options?.signal);
      return embedded(request);
    },
    select: async (request) => {
      selects.push(request);
      return selected(request);
    },
    compare: async (request, options) => {
      compares.push(request);
      if (fake.isSlow) await untilAborted(options?.signal);
      const result = compared(request);
      options?.onPart?.({ ...result, strategies: result.strategies.slice(0, 1) });
      return result;
    },
    predict: async (request, options) => {
      predicts.push(request);
      if (fake.isSlow) await untilAborted(options?.signal);
      return predicted(request);
    },
    cluster: async (request) => {
      clusterings.push(request);
      return clustered(request);
    },
    similar: async (request) => {
      lookups.push(request);
      return alike(request);
    },
    relate: async ({ labels }) => related(labels),
    insights: async ({ rounds }) => ({
      coverage: null,
      learning: null,
      agreements: rounds.map(() => null),
      stop: null,
      seconds: 0.1,
    }),
    review: async ({ classes }) => ({ checks: [], findings: [], classes, seconds: 0.1 }),
    simulate: async () => {
      throw new UserError('internal', 'The fake engine simulates nothing.');
    },
    simulateRelations: async () => {
      throw new UserError('internal', 'The fake engine simulates no relations.');
    },
    advise: async () => {
      throw new UserError('internal', 'The fake engine gives no advice.');
    },
    project: async (request, options) => {
      const points = Float32Array.from({ length: 2 * request.labels.length }, (_, at) =>
        at % 2 === 0 ? at / 2 : 0,
      );
      options?.onPart?.({ method: 'pca', points, share: 0 });
      if (fake.isSlow) await untilAborted(options?.signal);
      const { method } = request;
      return { method, points, share: 1, key: 'line', isCached: false, notes: [], seconds: 0 };
    },
    thumbnails: async ({ images }) => images.map(() => ({ kind: 'original' })),
    view: async () => ({ kind: 'original' }),
    inspectEncoder: async () => encoder,
    inspectImport: async ({ images, classes }) => ({ matched: images.length, classes, notes: [] }),
    describeEncoder: unknown,
    writeDescription: unknown,
    tryEncoder: unknown,
    listModels: unknown,
    lookUpModel: unknown,
    downloadModel: unknown,
    stop: async () => {},
  };
  return fake;
}

async function unknown(): Promise<never> {
  throw new UserError('internal', 'The fake engine knows no encoders.');
}

function embedded({ images }: EmbedRequest): EmbedResult {
  const unreadable = images
    .filter(({ path }) => path.includes('broken'))
    .map(({ path }) => ({ path, reason: 'It is not an image.' }));
  const hashes = images.map(({ path }) => (path.includes('broken') ? '' : path.padEnd(32, '0').slice(0, 32)));
  return { encoder, embedded: images.length, reused: 0, unreadable, hashes, seconds: 1 };
}

/** The last class, 80 % sure, for every image but those named `broken`. */
function predicted({ classes, source }: PredictRequest): PredictResult {
  if (source.kind !== 'folder') throw new UserError('internal', 'The panel predicts folders.');
  const isKnown = source.images.map(({ path }) => !path.includes('broken'));
  return {
    head: 'spreading',
    source: 'the built-in head (label spreading)',
    why: 'It is right more often.',
    isCalibrated: true,
    accuracy: { mean: 0.87, standardError: 0.02 },
    classNames: classes,
    classes: Int32Array.from(isKnown, (known) => (known ? classes.length - 1 : -1)),
    confidence: Float32Array.from(isKnown, (known) => (known ? 0.8 : 0)),
    seconds: 0.1,
  };
}

/** Rows of even and of odd number, or of those to be clustered the first half and the second. */
function clustered({ labels, within, k }: ClusterRequest): ClusterResult {
  const rows = within ?? Int32Array.from(labels.keys());
  const assignments = new Int32Array(labels.length).fill(-1);
  for (const [i, row] of rows.entries()) assignments[row] = within ? Number(2 * i >= rows.length) : row % 2;
  const clusters = [0, 1].map((cluster) => ({
    size: assignments.filter((of) => of === cluster).length,
    medoid: assignments.indexOf(cluster),
    spread: 0.5,
  }));
  const silhouettes = k === 'auto' ? [{ k: 2, silhouette: 0.4 }] : [];
  return { assignments, clusters, silhouettes, notes: [], seconds: 0.1 };
}

/** The first rows that were not asked with, each 0.1 farther than the last. */
function alike({ labels, like, unlike, count }: SimilarRequest): SimilarResult {
  const asked = new Set([...like, ...unlike]);
  const rows = Int32Array.from(labels.keys())
    .filter((row) => !asked.has(row))
    .subarray(0, count);
  return { rows, distances: Float32Array.from(rows, (_, i) => (i + 1) / 10), notes: [], seconds: 0.1 };
}

/** One grid: the first row, with up to nine that have no label. */
function related(labels: Int32Array): RelateResult {
  const open = [...labels.keys()].filter((row) => row > 0 && labels[row] < 0).slice(0, 9);
  const grid = {
    kind: 'grid',
    purpose: 'label',
    anchor: 0,
    candidates: open,
    expected: open.length / 2,
  } as const;
  return {
    queries: open.length === 0 ? [] : [{ ...grid, why: 'These look most like it.' }],
    model: { kind: 'none', why: 'No class has a name yet.' },
    notes: [],
    seconds: 0.1,
  };
}

function selected({
  labels,
  classes,
  excluded,
  selector,
  budget,
  seed,
  source,
}: SelectRequest): SelectResult {
  if (source.kind !== 'folder') throw new UserError('internal', 'The panel selects from folders.');
  const closed = new Set(excluded);
  const open = [...labels.keys()].filter((row) => labels[row] < 0 && !closed.has(row));
  const rows = open.filter((row) => !source.images[row].path.includes('broken')).slice(0, budget);
  const nearest = labels.findIndex((label) => label >= 0);
  const picks = rows.map((index) => ({
    index,
    score: 1,
    reason: {
      text: 'First in line.',
      gain: 0.25,
      ...(nearest >= 0 && { nearestLabeled: { index: nearest, distance: 2 } }),
    },
  }));
  return {
    picks,
    shortfall: budget - picks.length,
    notes: [],
    chosen: { selector: 'first', why: 'Nothing is labeled yet.' },
    selector,
    parameters: {},
    classes,
    constraints: { ...noConstraints, leftOut: { copiesOfLabeled: 0, copiesOfPicked: 0 }, replaced: 0 },
    seed,
    unreadable: [],
    encoder,
    inputs: { embeddings: 'e', labels: 'l', pool: 'p' },
    seconds: 0,
  };
}

/** Every strategy takes the first open rows, but `margin`, which lacks labels. */
function compared({ strategies, ...shared }: CompareRequest): CompareResult {
  return {
    ground: {
      labeled: shared.labels.filter((label) => label >= 0).length,
      candidates: shared.labels.filter((label) => label < 0).length,
      clusters: { by: 'k-means', count: 4, labeled: 0 },
    },
    strategies: strategies.map((strategy, i) => {
      if (strategy.selector === 'margin')
        return { kind: 'refused', selector: 'margin', message: 'The strategy margin needs labels.' };
      const { chosen: _, ...batch } = selected({ ...shared, ...strategy });
      const measures = {
        coverage: { radius: 1 - 0.1 * i, mean: 0.5 },
        clusters: { touched: 2, fresh: 2 },
        mix: [{ class: -1, count: batch.picks.length }],
      };
      return { kind: 'batch', batch, measures };
    }),
    overlaps: strategies.map(() => strategies.map(() => ({ common: 1, jaccard: 1 }))),
    classes: shared.classes,
    notes: [],
    seconds: 1,
  };
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) =>
    signal?.addEventListener('abort', () => reject(cancelled()), { once: true }),
  );
}
