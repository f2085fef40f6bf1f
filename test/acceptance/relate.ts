// Questions about 100,000 images after 2,000 answered screens: time, memory, pauses, and how soon a cancel is heard.
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from '../../src/core/pool.ts';
import { type Related, relate } from '../../src/core/relations/round.ts';
import type { Statements } from '../../src/core/relations/statements.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import { coreContext } from '../../src/engine/native/workedPool.ts';
import { isSmall, secondsOf, threads } from '../support/bench.ts';
import { report } from '../support/measurement.ts';
import { longestPause, type Pause } from '../support/pauses.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

const size = isSmall ? 4000 : 100_000;
const columns = isSmall ? 64 : 512;
const screens = isSmall ? 100 : 2000;
const classCount = 20;
const candidates = 9;
/** Of the candidates of a screen, as many as a calibrated head lets a person choose. */
const chosen = 7;
/** The longest that a cancel may take to be heard, and that messages may wait. */
const mostCancelMs = 300;
const mostPauseMs = 250;

/** 200 heaps, ten of each class. */
const { points, cluster } = clusteredMatrix(size, columns, 200, 0, 0.7);
const truth = cluster.map((heap) => heap % classCount);
const kernels = createKernels({ threads });

/** What a person who never errs says of screens whose anchors and candidates are drawn. */
function answered(count: number): Statements {
  const rng = createRng(0);
  const byClass = Array.from({ length: classCount }, (_, c) =>
    Int32Array.from(truth.keys()).filter((row) => truth[row] === c),
  );
  const a: number[] = [];
  const b: number[] = [];
  for (let screen = 0; screen < count; screen++) {
    const own = byClass[screen % classCount];
    const anchor = own[rng.below(own.length)];
    for (let i = 0; i < candidates; i++) {
      a.push(anchor);
      b.push(i < chosen ? own[rng.below(own.length)] : rng.below(size));
    }
  }
  return {
    a: Int32Array.from(a),
    b: Int32Array.from(b),
    relation: Int8Array.from(a, (row, i) => (truth[row] === truth[b[i]] ? 1 : -1)),
    source: new Uint8Array(a.length),
  };
}

const labels = new Int32Array(size).fill(-1);
for (let c = 0; c < classCount; c++) labels[truth.indexOf(c)] = c;
const pool = createPool({ labels, classCount, embeddings: points });

function ask(statements: Statements, signal = new AbortController().signal): Promise<Related> {
  const context = coreContext({ kernels, signal, progress: () => {} });
  return relate(pool, statements, { count: 12, candidates, seed: 0, eliminate: false }, context);
}

function tell(item: string, value: number, unit: string, most?: number): void {
  const target = most === undefined ? '' : `<= ${most}`;
  const pass = most === undefined || isSmall ? null : value <= most;
  report({
    item: `relate, ${size} x ${columns}, ${screens} screens: ${item}`,
    value: Number(value.toPrecision(3)),
    unit,
    target,
    pass,
  });
}

/** The target stands on the work of the thread itself: on a machine that others use too, the clock counts their turns as well. */
function tellPause(of: string, { workMs, clockMs }: Pause): void {
  tell(
    `the longest pause of ${of}, in processor time of the thread, not by the clock`,
    workMs,
    'ms',
    mostPauseMs,
  );
  tell(`the longest pause of ${of}, by the clock, with what other processes took`, clockMs, 'ms');
}

/** Milliseconds from a cancel, so long after the start, until it is heard; undefined: it was done before. */
async function cancelMs(statements: Statements, after: number): Promise<number | undefined> {
  const stop = new AbortController();
  const work = ask(statements, stop.signal).then(
    () => undefined,
    () => performance.now(),
  );
  await sleep(after);
  const cancelledAt = performance.now();
  stop.abort();
  const heardAt = await work;
  return heardAt === undefined ? undefined : heardAt - cancelledAt;
}

async function main(): Promise<void> {
  const before = answered(screens - 1);
  const now = answered(screens);
  let first: Related | undefined;
  let cold = 0;
  const coldPause = await longestPause(async () => {
    cold = await secondsOf(async () => {
      first = await ask(before);
    });
  });
  tell('the first questions', cold, 's');
  tellPause('the first', coldPause);
  console.error(`${first?.queries.length} questions; ${first?.model.kind}: ${first?.model.why}`);
  let warm = 0;
  const warmPause = await longestPause(async () => {
    warm = await secondsOf(() => ask(now));
  });
  tell('the questions after one more answer', warm, 's');
  tellPause('these', warmPause);
  tell('peak memory, of which the embeddings are 0.2 GB', process.resourceUsage().maxRSS / 2 ** 20, 'GB');
  const waits: number[] = [];
  for (const share of [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95]) {
    const wait = await cancelMs(now, 1000 * warm * share);
    if (wait !== undefined) waits.push(wait);
  }
  tell(`the longest of ${waits.length} cancels`, Math.max(0, ...waits), 'ms', mostCancelMs);
}

void main();
