import { gather } from '../../src/core/math/matrix.ts';
import type { RelationStrategy } from '../../src/core/relations/simulate/askers.ts';
import {
  runSession,
  type SessionPoint,
  type SessionResult,
} from '../../src/core/relations/simulate/session.ts';
import { createRng } from '../../src/core/rng.ts';
import { stratifiedSplit } from '../../src/core/simulate/split.ts';
import type { EmbeddedSet } from './embeddedSets.ts';
import { roundContext } from './rounds.ts';
import { asked, tell } from './simulator.ts';

/** Screens of nine after which sessions are compared. */
export const marks = [20, 50, 100, 200];
/** Share of the labels of a session that may be wrong, in percent, after what is proposed was asked again. */
export const mostWrong = 2;
/** What query parameters were chosen on. */
export const tunedOn =
  'query parameters were tuned on cifar10 (and imagenette-2500), and are judged on digits and caltech101-40';

export interface SessionSetting {
  readonly seeds: number;
  readonly marks: readonly number[];
  /** As `stratifiedSplit` takes them. */
  readonly heldOut: number;
  readonly poolSize?: number;
  readonly heldOutSize?: number;
  readonly start?: 'one-each' | 'nothing';
}

/** Sessions of one strategy on a set, one per seed, each with a split of its own. NEXT_BATCH_SEEDS: fewer seeds, to try. */
export async function sessionsOn(
  set: EmbeddedSet,
  strategy: RelationStrategy,
  { seeds, marks: at, heldOut, poolSize = 0, heldOutSize = 0, start = 'one-each' }: SessionSetting,
  noise = 0,
): Promise<readonly SessionResult[]> {
  const { embeddings, labels, classes } = set;
  const results: SessionResult[] = [];
  for (let seed = 0; seed < Number(asked('NEXT_BATCH_SEEDS')?.[0] ?? seeds); seed++) {
    const split = stratifiedSplit(labels, { heldOut, poolSize, heldOutSize }, createRng(seed).fork('split'));
    const part = (rows: Int32Array): { embeddings: typeof embeddings; truth: Int32Array } => ({
      embeddings: gather(embeddings, rows),
      truth: rows.map((row) => labels[row]),
    });
    results.push(
      await runSession(
        { ...part(split.pool), classCount: classes.length },
        part(split.heldOut),
        { strategy, seed, marks: at, candidates: 9, noise, start },
        roundContext(),
      ),
    );
  }
  return results;
}

/** The mean over the seeds of a number of the points after some mark. */
export function meanAt(
  results: readonly SessionResult[],
  mark: number,
  of: (point: SessionPoint) => number,
): number {
  return mean(results.map(({ points }) => of(points[mark])));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Reports the curve of a strategy: labels beyond those of the start, decisions per label and accuracy after each mark. One
 * comparison is one decision; so is one label by a key, of which a screen takes as many as another compares.
 */
export function tellCurve(name: string, results: readonly SessionResult[], at: readonly number[]): void {
  const [{ strategy }] = results;
  const row = (of: (point: SessionPoint) => number, digits: number): string =>
    at.map((_, mark) => meanAt(results, mark, of).toFixed(digits)).join(' ');
  const where = `${name}, ${strategy}, after ${at.join(' ')} screens of 9`;
  tell(
    `${where}: decisions`,
    row(({ decisions }) => decisions, 0),
  );
  tell(
    `${where}: labels`,
    row(({ labels }) => labels, 0),
  );
  tell(
    `${where}: decisions per label`,
    row(({ decisions, labels }) => decisions / labels, 2),
  );
  tell(
    `${where}: labels per screen`,
    row(({ labels, screens }) => labels / screens, 2),
  );
  tell(
    `${where}: accuracy of the head`,
    row(({ accuracy }) => 100 * accuracy, 1),
    '%',
  );
}

/** Reports sessions that began with nothing known: what has a label or is in a group, and of how many classes. */
export function tellFromNothing(
  name: string,
  results: readonly SessionResult[],
  at: readonly number[],
): void {
  const row = (of: (point: SessionPoint) => number): string =>
    at.map((_, mark) => meanAt(results, mark, of).toFixed(1)).join(' ');
  const where = `${name}, active from nothing, after ${at.join(' ')} screens of 9`;
  tell(
    `${where}: images labeled`,
    row(({ labels }) => labels),
  );
  tell(
    `${where}: images in groups without a name`,
    row(({ unnamed }) => unnamed),
  );
  tell(
    `${where}: classes met`,
    row(({ classes }) => classes),
  );
  tell(
    `${where}: decisions, names of groups among them`,
    row(({ decisions }) => decisions),
  );
  tell(
    `${where}: accuracy of the head`,
    row(({ accuracy }) => 100 * accuracy),
    '%',
  );
}

/** Reports a noisy session: what was wrong before and after asking again, and what that took. */
export function tellNoisy(name: string, results: readonly SessionResult[]): number {
  const last = ({ points }: SessionResult): SessionPoint => points[points.length - 1];
  const after = results.flatMap(({ rechecked }) => (rechecked ? [rechecked] : []));
  const wrongShare = ({ wrong, labels }: SessionPoint): number => (100 * wrong) / labels;
  const where = `${name}, active, 5 % of the answers wrong`;
  tell(
    `${where}: wrong labels before asking again`,
    round(mean(results.map((r) => wrongShare(last(r))))),
    '%',
  );
  tell(`${where}: contradictions found`, round(mean(after.map(({ conflicts }) => conflicts))));
  tell(
    `${where}: decisions spent on asking again`,
    round(mean(after.map(({ reasked, decisions }) => (100 * reasked) / decisions))),
    '% of all',
  );
  tell(`${where}: labels after asking again`, round(mean(after.map(({ labels }) => labels))));
  return round(mean(after.map(wrongShare)));
}

export function round(value: number): number {
  return Math.round(100 * value) / 100;
}
