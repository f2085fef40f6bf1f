import { UserError } from '../errors.ts';
import type { Head } from '../model/head.ts';
import { createPool } from '../pool.ts';
import { createRng } from '../rng.ts';
import type { Pool } from '../selectors/selector.ts';
import {
  type Check,
  type Found,
  type ReviewContext,
  type ReviewedPool,
  type ReviewNeed,
  tooEarly,
  type Verdict,
} from './check.ts';
import { findCopies } from './findCopies.ts';
import { type CheckReport, type Finding, findingId, type ReviewCheck } from './finding.ts';
import { once } from './once.ts';
import { checks } from './registry.ts';
import { isTooLarge, reviewGraph } from './reviewGraph.ts';

/** What the engine lends a review. */
export interface ReviewTools
  extends Pick<ReviewContext, 'kernels' | 'signal' | 'progress' | 'pause' | 'measures' | 'outlines'> {
  /** Milliseconds since any moment. */
  readonly now: () => number;
  /** Fits the head, or has it from an earlier job. */
  readonly fitHead: (pool: Pool) => Promise<Head>;
}

export interface Review {
  /** In the order of the registry. */
  readonly checks: readonly CheckReport[];
  /** By check, then by falling severity, then by path. */
  readonly findings: readonly Finding[];
}

/** Runs the named checks one after another. A check that lacks something is `too-early`; the others go on. */
export async function review(
  pool: ReviewedPool,
  { checks: wanted, seed }: { readonly checks: readonly ReviewCheck[]; readonly seed: number },
  tools: ReviewTools,
): Promise<Review> {
  const asked = checks.filter(({ id }) => wanted.includes(id));
  const ctx = contextOf(pool, seed, tools);
  const reports: CheckReport[] = [];
  const findings: Finding[] = [];
  for (const check of asked) {
    const started = tools.now();
    const missing = missingNeed(check, pool, ctx);
    const verdict = missing ?? (await check.run(pool, ctx));
    const { lacks } = verdict;
    await tools.pause();
    findings.push(...ranked(check, pool, verdict.findings));
    reports.push({
      check: check.id,
      state: verdict.isTooEarly === true ? 'too-early' : 'done',
      note: verdict.note,
      ...(lacks && { lacks }),
      findings: verdict.findings.length,
      seconds: (tools.now() - started) / 1000,
    });
  }
  return { checks: reports, findings };
}

function contextOf(pool: ReviewedPool, seed: number, tools: ReviewTools): ReviewContext {
  const { kernels, signal, progress, pause, measures, outlines } = tools;
  const rng = createRng(seed);
  const graph = once(async () => {
    const { embeddings, rows } = pool;
    if (embeddings === undefined)
      throw new UserError('internal', 'A check asked for embeddings that are not there.');
    return reviewGraph(embeddings, rows, {
      kernels,
      signal,
      progress,
      pause,
      now: tools.now,
      rng: rng.fork('graph'),
    });
  });
  const ctx: ReviewContext = {
    kernels,
    rng,
    signal,
    progress,
    pause,
    graph,
    outOfSample: once(async () => {
      const { labels, classes, embeddings } = pool;
      if (embeddings === undefined) return undefined;
      try {
        const head = await tools.fitHead(createPool({ labels, classCount: classes.length, embeddings }));
        return head.outOfSample;
      } catch (error) {
        if (error instanceof UserError && error.code === 'needs-labels') return undefined;
        throw error;
      }
    }),
    copies: once(() => findCopies(pool, { graph, progress, pause, ...(outlines && { outlines }) })),
    ...(measures && { measures: once(measures) }),
    ...(outlines && { outlines }),
  };
  return ctx;
}

/** The first need of a check that is not met, as a verdict. */
function missingNeed({ needs }: Check, pool: ReviewedPool, ctx: ReviewContext): Verdict | undefined {
  const labeledClasses = new Set(pool.labels.filter((c) => c >= 0)).size;
  const isMet: Readonly<Record<ReviewNeed, boolean>> = {
    labels: labeledClasses >= 2,
    embeddings: pool.embeddings !== undefined,
    neighbors: !isTooLarge(pool),
    files: pool.contents !== undefined,
    pictures: ctx.measures !== undefined,
    splits: pool.splits !== undefined,
  };
  const missing = needs.find((need) => !isMet[need]);
  const lacks = missing === 'labels' || missing === 'embeddings' ? missing : undefined;
  return missing && tooEarly(needSentences[missing], lacks);
}

const needSentences: Readonly<Record<ReviewNeed, string>> = {
  labels: 'It needs labels of two classes at least; label more images.',
  embeddings: 'It needs embeddings; embed the folder first.',
  neighbors:
    'There are too many images to compare each with every other in minutes; review a part of them, or embed them with fewer numbers.',
  files: 'It needs image files; these rows come without.',
  pictures: 'It needs image files; these rows come without.',
  splits:
    'It needs two splits at least: folders called train, val or test, or a file that names the split of each image.',
};

function ranked(check: Check, { names }: ReviewedPool, found: readonly Found[]): readonly Finding[] {
  return found
    .map(({ identity, ...rest }): Finding => {
      const id = findingId(check.id, identity ?? Array.from(rest.rows, (row) => names[row]).sort());
      return { check: check.id, id, ...rest };
    })
    .sort(
      (a, b) =>
        b.severity - a.severity ||
        compare(names[a.rows[0]] ?? '', names[b.rows[0]] ?? '') ||
        compare(a.id, b.id),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
