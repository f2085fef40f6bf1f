import { lstatSync, type Stats, statSync } from 'node:fs';
import { compareUtf8 } from '../files/byteOrder.ts';
import type { Problem } from '../types.ts';

/** Images as one text and parallel arrays, which cost a tenth of what objects do to collect. */
export interface Found {
  /** Names in labels.csv, sorted by their UTF-8 bytes, a NUL between two: no name holds one. */
  readonly paths: string;
  readonly sizes: readonly number[];
  readonly times: readonly number[];
  readonly problems: readonly Problem[];
}

/** Images of one folder that come one after the other, as text. */
export interface Run {
  readonly paths: string;
  readonly first: string;
  readonly last: string;
}

/** Collects the images of one folder after the other. */
export class Collector {
  readonly #runs: Run[] = [];
  readonly #sizes: number[] = [];
  readonly #times: number[] = [];

  /** Notes size and time of a file; false if it is gone. */
  note(file: string): boolean {
    const stats = statOf(file, statSync) ?? statOf(file, lstatSync);
    if (stats === undefined) return false;
    this.#sizes.push(stats.size);
    this.#times.push(stats.mtimeMs);
    return true;
  }

  /** Adds what was noted since the last call, by name and in order. */
  add(paths: readonly string[]): Run | undefined {
    const [first] = paths;
    const last = paths.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const run = { paths: paths.join('\0'), first, last };
    this.#runs.push(run);
    return run;
  }

  /** All that was found, in the order of the whole paths. */
  sorted(): Omit<Found, 'problems'> {
    const runs = this.#runs;
    const all = runs.map((run) => run.paths).join('\0');
    const found = { paths: all, sizes: this.#sizes, times: this.#times };
    if (runs.every(({ first }, i) => i === 0 || compareUtf8(runs[i - 1]?.last ?? '', first) < 0))
      return found;
    const paths = all.split('\0');
    const order = paths.map((_, i) => i).sort((a, b) => compareUtf8(paths[a] ?? '', paths[b] ?? ''));
    const inOrder = <T>(values: readonly T[]): T[] => order.map((i) => values[i] as T);
    return {
      ...found,
      paths: inOrder(paths).join('\0'),
      sizes: inOrder(this.#sizes),
      times: inOrder(this.#times),
    };
  }
}

/** Undefined where there is nothing, or nothing that we may look at. */
export function statOf(file: string, how: typeof statSync | typeof lstatSync): Stats | undefined {
  try {
    return how(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
