import type { Entry } from './unit.ts';

interface Stacks {
  readonly done: Entry[];
  readonly undone: Entry[];
}

/** What each window did and took back: undo and redo are about its own acts alone. */
export class UndoStacks {
  readonly #windows = new Map<string, Stacks>();

  /** What a window did last; what it had taken back cannot be done again. */
  push(window: string, entry: Entry): void {
    const { done, undone } = this.#of(window);
    done.push(entry);
    undone.length = 0;
  }

  /** Moves an entry from what was done to what was taken back, or the other way. Undefined if it is not there. */
  move(kind: 'undo' | 'redo', window: string, id: string): Entry | undefined {
    const { done, undone } = this.#of(window);
    const [from, to] = kind === 'undo' ? [done, undone] : [undone, done];
    const at = from.findLastIndex((entry) => entry.id === id);
    if (at < 0) return undefined;
    const [entry] = from.splice(at, 1);
    if (entry !== undefined) to.push(entry);
    return entry;
  }

  /** What undo would take back, or redo do again; entries with an id in `passed` are passed over. */
  next(kind: 'undo' | 'redo', window: string, passed: ReadonlySet<string>): Entry | undefined {
    const stacks = this.#windows.get(window);
    return (kind === 'undo' ? stacks?.done : stacks?.undone)?.findLast(({ id }) => !passed.has(id));
  }

  /** The last acts of a window that are not taken back, the newest first. */
  last(count: number, window: string): readonly Entry[] {
    return this.#windows.get(window)?.done.slice(-count).reverse() ?? [];
  }

  #of(window: string): Stacks {
    const stacks = this.#windows.get(window) ?? { done: [], undone: [] };
    this.#windows.set(window, stacks);
    return stacks;
  }
}
