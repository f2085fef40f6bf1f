import { createPool } from '../../pool.ts';
import { createRng } from '../../rng.ts';
import type { RoundContext } from '../../round.ts';
import type { Pool } from '../../selectors/selector.ts';
import { Examination, type HeldOut } from '../../simulate/examination.ts';
import type { Matrix } from '../../types.ts';
import { graphOf, type RelationGraph } from '../graph.ts';
import { noisyOracle } from '../oracles/noisy.ts';
import { truthOracle } from '../oracles/truth.ts';
import type { Oracle } from '../query.ts';
import { propagated } from '../round.ts';
import { askerFor, type RelationStrategy, type Screen } from './askers.ts';
import { Transcript } from './transcript.ts';

/** Images whose classes are known, to ask about. */
export interface SessionWorld {
  readonly embeddings: Matrix;
  /** Class per row, none unknown. */
  readonly truth: Int32Array;
  readonly classCount: number;
}

/** How a session is held. */
export interface SessionPlan {
  readonly strategy: RelationStrategy;
  readonly seed: number;
  /** Screens after which it is looked at, ascending. */
  readonly marks: readonly number[];
  /** Comparisons, or labels, of a screen. */
  readonly candidates: number;
  /** Share of the answers that are wrong. */
  readonly noise: number;
  /**
   * `one-each`: an image of each class has its label, rightly. `nothing`: nothing is known; a group of some images gets its name
   * as soon as there is one, which is a decision too. Default `one-each`.
   */
  readonly start?: 'one-each' | 'nothing';
}

/** Images of a group that is given a name. */
const namedFrom = 5;

/** What came of a session after so many screens. */
export interface SessionPoint {
  readonly screens: number;
  /** Comparisons and labels that a person decided on; those that were known at the start are not counted. */
  readonly decisions: number;
  /** Images with a label, given or implied, beyond those of the start; and how many of them have the wrong one. */
  readonly labels: number;
  readonly wrong: number;
  /** Images in groups without a name. */
  readonly unnamed: number;
  /** Classes of which an image has a label or is in a group. */
  readonly classes: number;
  /** Share of the held-out images that the softmax head on these labels puts to their class. */
  readonly accuracy: number;
  /** Contradictions found so far. */
  readonly conflicts: number;
  /** Decisions that went into settling and checking. */
  readonly reasked: number;
}

export interface SessionResult {
  readonly strategy: RelationStrategy;
  readonly seed: number;
  readonly points: readonly SessionPoint[];
  /** After what is proposed to be asked again was asked, until nothing is; only where answers may be wrong. */
  readonly rechecked?: SessionPoint;
}

/** Of the decisions of a session so many more at most are spent on asking again at its end. */
const mostRechecks = 0.25;

/** One session of one strategy. */
export async function runSession(
  world: SessionWorld,
  heldOut: HeldOut,
  plan: SessionPlan,
  ctx: RoundContext,
): Promise<SessionResult> {
  const { strategy, seed, marks, noise } = plan;
  const session = new Session(world, heldOut, plan, ctx);
  const points: SessionPoint[] = [];
  for (const mark of marks) {
    await session.goOn(mark);
    points.push(await session.look());
  }
  if (noise === 0 || strategy !== 'active') return { strategy, seed, points };
  await session.recheck();
  return { strategy, seed, points, rechecked: await session.look() };
}

class Session {
  private readonly transcript: Transcript;
  private readonly oracle: Oracle;
  private readonly start: Int32Array;
  private readonly conflicts = new Set<number>();
  private screens = 0;
  private decisions = 0;
  private reasked = 0;
  private readonly world: SessionWorld;
  private readonly plan: SessionPlan;
  private readonly ctx: RoundContext;
  private readonly examination: Examination;

  constructor(world: SessionWorld, heldOut: HeldOut, plan: SessionPlan, ctx: RoundContext) {
    this.world = world;
    this.plan = plan;
    this.ctx = ctx;
    const { truth, classCount } = world;
    const rng = createRng(plan.seed);
    this.start =
      plan.start === 'nothing'
        ? new Int32Array(truth.length).fill(-1)
        : firstOfEach(truth, rng.fork('start').permutation(truth.length));
    this.transcript = new Transcript(this.start);
    const honest = truthOracle(truth);
    this.oracle =
      plan.noise === 0
        ? honest
        : noisyOracle(honest, { share: plan.noise, classCount, rng: rng.fork('noise') });
    this.examination = new Examination(heldOut, `${plan.seed}/head`, ctx);
  }

  /** Asks until so many screens were answered, or nothing is left to ask. */
  async goOn(screens: number): Promise<void> {
    const { strategy, seed, candidates } = this.plan;
    while (this.screens < screens) {
      const count = Math.min(screens - this.screens, screensAtOnce(this.screens));
      const ask = askerFor(strategy);
      const asked = await ask(
        this.given(),
        this.transcript.statements,
        { count, candidates, seed: `${seed}/${this.screens}`, isRecheck: false },
        this.ctx,
      );
      if (asked.length === 0) return;
      await this.answer(asked);
    }
  }

  /** Asks again what is proposed, until nothing is. */
  async recheck(): Promise<void> {
    const { seed, candidates } = this.plan;
    const end = this.decisions * (1 + mostRechecks);
    while (this.decisions < end) {
      const asked = await askerFor('active')(
        this.given(),
        this.transcript.statements,
        { count: 10, candidates, seed: `${seed}/${this.screens}`, isRecheck: true },
        this.ctx,
      );
      if (asked.length === 0) return;
      await this.answer(asked);
    }
  }

  async look(): Promise<SessionPoint> {
    const { truth } = this.world;
    const graph = this.graph();
    const pool = propagated(this.given(), graph);
    const isNew = (row: number): boolean => this.start[row] < 0;
    const labels = pool.labeled.filter(isNew);
    const unnamed = Array.from(graph.groups()).flatMap((group) => [...graph.members(group)]);
    return {
      screens: this.screens,
      decisions: this.decisions,
      labels: labels.length,
      wrong: labels.filter((row) => pool.labels[row] !== truth[row]).length,
      unnamed: unnamed.length,
      classes: new Set([...pool.labeled, ...unnamed].map((row) => truth[row])).size,
      accuracy: await this.examination.accuracy(pool, 'softmax'),
      conflicts: this.conflicts.size,
      reasked: this.reasked,
    };
  }

  private async answer(asked: readonly Screen[]): Promise<void> {
    for (const screen of asked) {
      for (const query of screen) {
        const decisions = this.transcript.add(query, await this.oracle.ask(query));
        this.decisions += decisions;
        if (query.purpose === 'settle' || query.purpose === 'check') this.reasked += decisions;
      }
      this.screens++;
    }
    const graph = this.graph();
    for (const { statement } of graph.conflicts) this.conflicts.add(statement);
    if (this.plan.start === 'nothing') await this.nameGroups(graph);
    await this.ctx.pause();
  }

  private async nameGroups(graph: RelationGraph): Promise<void> {
    for (const group of graph.groups()) {
      if (graph.size(group) < namedFrom) continue;
      const query = {
        kind: 'label',
        purpose: 'label',
        row: group,
        expected: graph.size(group),
        why: '',
      } as const;
      this.decisions += this.transcript.add(query, await this.oracle.ask(query));
    }
  }

  private given(): Pool {
    const { embeddings, classCount } = this.world;
    return createPool({ labels: this.transcript.labels, classCount, embeddings });
  }

  private graph(): RelationGraph {
    const { classCount } = this.world;
    return graphOf(this.transcript.statements, this.transcript.labels, { eliminate: false, classCount });
  }
}

/** Screens asked with one and the same model: a twelfth of those there were, as a person would get them while it learns. */
function screensAtOnce(screens: number): number {
  return Math.max(1, Math.min(10, Math.floor(screens / 12)));
}

function firstOfEach(truth: Int32Array, order: Int32Array): Int32Array {
  const labels = new Int32Array(truth.length).fill(-1);
  const seen = new Set<number>();
  for (const row of order) {
    if (seen.has(truth[row])) continue;
    seen.add(truth[row]);
    labels[row] = truth[row];
  }
  return labels;
}
