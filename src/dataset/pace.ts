import { readError, systemCode } from './files/fileErrors.ts';
import { type FileSystem, nodeFileSystem } from './files/fileSystem.ts';
import { inSlices, type Steps } from './files/slices.ts';
import { type Line, parseLine } from './history/lines.ts';
import type { Act } from './types.ts';

/** A stretch of work in one window, as a person would call it. */
export interface WorkSession {
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Time spent; pauses do not count. */
  readonly seconds: number;
  /** Images labeled or skipped that were not taken back. */
  readonly images: number;
  /** The person, where the journal names one. */
  readonly by: string;
}

/** How fast images were decided, by the journal. */
export interface Pace {
  /** Acts of a person that label or skip images; one that labels many is one. */
  readonly decisions: number;
  /** Those of them that are taken back. */
  readonly takenBack: number;
  /** Images labeled or skipped, as often as that was done and not taken back. */
  readonly images: number;
  /** Time spent in all windows together; pauses do not count. */
  readonly seconds: number;
  /** Images per hour of the decisions whose time is known; undefined = of none. */
  readonly perHour: number | undefined;
  /** Seconds from the act before to a decision about a single image; undefined = none is known. */
  readonly medianSeconds: number | undefined;
  /** The oldest first. */
  readonly sessions: readonly WorkSession[];
  /** Images decided by day (`YYYY-MM-DD`), the oldest first; days without any are absent. */
  readonly days: readonly { readonly day: string; readonly images: number }[];
  /** Seconds spent on images by path, where a decision was about that image alone. */
  readonly secondsOf: ReadonlyMap<string, number>;
}

/** Longer than that between two acts, and the person did something else. */
const pauseMs = 2 * 60_000;
/** Longer than that, and it is another session. */
const breakMs = 30 * 60_000;

/** The pace of a folder by its `history.jsonl`; no file = no acts. `dayOf`: the day a moment counts to, by default the local one. */
export async function readPace(
  file: string,
  dayOf: (ms: number) => string = localDay,
  files: FileSystem = nodeFileSystem,
): Promise<Pace> {
  const text = await files.readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return '';
    throw readError(error, file);
  });
  return inSlices(paceOf(text.split('\n'), dayOf));
}

/** A decision, with what is known of the time it took. */
interface Decision {
  readonly id: string;
  readonly paths: ReadonlySet<string>;
  readonly at: number;
  /** Milliseconds since the act before it in its window; undefined = a pause, or the first one. */
  readonly took: number | undefined;
  readonly session: Stretch;
}

interface Stretch {
  readonly start: number;
  readonly by: string;
  last: number;
  spent: number;
}

/** The pace by the lines of a journal. A clock that was set back begins another session. */
export function* paceOf(lines: readonly string[], dayOf: (ms: number) => string): Steps<Pace> {
  const decisions = new Map<string, Decision>();
  const takenBack = new Set<string>();
  const open = new Map<string, Stretch>();
  const sessions: Stretch[] = [];
  for (const text of lines) {
    yield;
    const line = text === '' ? undefined : parseLine(text);
    if (line === undefined || line.kind === 'foreign') continue;
    if (line.kind === 'undo') takenBack.add(line.of);
    if (line.kind === 'redo') takenBack.delete(line.of);
    const paths = line.kind === 'acts' ? decided(line.acts) : noPaths;
    const at = Date.parse(line.time);
    if (Number.isNaN(at) || (paths.size === 0 && line.kind !== 'undo' && line.kind !== 'redo')) continue;
    const { session, took } = reach(line, at, open, sessions);
    if (paths.size > 0) decisions.set(line.id, { id: line.id, paths, at, took, session });
  }
  return summed([...decisions.values()], takenBack, sessions, dayOf);
}

const noPaths: ReadonlySet<string> = new Set();

/** The images that a person decided about with these acts. */
function decided(acts: readonly Act[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const act of acts)
    if (act.kind === 'skip' || (act.kind === 'label' && (act.source ?? '') === '')) paths.add(act.path);
  return paths;
}

/** Goes on to the time of a line in the session of its window, or begins one. */
function reach(
  { window, by = '' }: Line,
  at: number,
  open: Map<string, Stretch>,
  sessions: Stretch[],
): { readonly session: Stretch; readonly took: number | undefined } {
  const before = open.get(window);
  const gap = before === undefined ? Number.NaN : at - before.last;
  if (before === undefined || !(gap >= 0 && gap <= breakMs)) {
    const session = { start: at, by, last: at, spent: 0 };
    open.set(window, session);
    sessions.push(session);
    return { session, took: undefined };
  }
  before.last = at;
  if (gap > pauseMs) return { session: before, took: undefined };
  before.spent += gap;
  return { session: before, took: gap };
}

function summed(
  decisions: readonly Decision[],
  takenBack: ReadonlySet<string>,
  sessions: readonly Stretch[],
  dayOf: (ms: number) => string,
): Pace {
  const perSession = new Map<Stretch, number>(sessions.map((session) => [session, 0]));
  const perDay = new Map<string, number>();
  const secondsOf = new Map<string, number>();
  const single: number[] = [];
  let images = 0;
  let timed = 0;
  for (const { id, paths, at, took, session } of decisions) {
    const [path] = paths;
    if (paths.size === 1 && path !== undefined && took !== undefined) {
      single.push(took / 1000);
      secondsOf.set(path, (secondsOf.get(path) ?? 0) + took / 1000);
    }
    if (takenBack.has(id)) continue;
    images += paths.size;
    if (took !== undefined) timed += paths.size;
    perSession.set(session, (perSession.get(session) ?? 0) + paths.size);
    const day = dayOf(at);
    perDay.set(day, (perDay.get(day) ?? 0) + paths.size);
  }
  const seconds = sessions.reduce((sum, { spent }) => sum + spent, 0) / 1000;
  return {
    decisions: decisions.length,
    takenBack: decisions.filter(({ id }) => takenBack.has(id)).length,
    images,
    seconds,
    perHour: seconds > 0 && timed > 0 ? (3600 * timed) / seconds : undefined,
    medianSeconds: median(single),
    sessions: [...perSession]
      .map(([{ start, spent, by }, count]) => ({ start, seconds: spent / 1000, images: count, by }))
      .sort((a, b) => a.start - b.start),
    days: [...perDay]
      .map(([day, count]) => ({ day, images: count }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    secondsOf,
  };
}

function median(values: number[]): number | undefined {
  const sorted = values.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function localDay(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
