import { History } from '../../src/dataset/history/history.ts';
import type { Line, LineBody } from '../../src/dataset/history/lines.ts';
import type { RelationAct } from '../../src/dataset/relations/types.ts';
import type { Act } from '../../src/dataset/types.ts';

type Answer = Extract<RelationAct, { readonly kind: 'relation' }>;

/** An answer to a grid question. */
export function answer(
  id: string,
  anchor: string,
  { same = [], different = [], unsure = [] }: Partial<Pick<Answer, 'same' | 'different' | 'unsure'>>,
): Answer {
  return { kind: 'relation', id, query: 'grid', anchor, same, different, unsure };
}

/** A journal that is told line by line. */
export class RelationStory {
  readonly history = new History();
  readonly lines: Line[] = [];

  act(...acts: readonly Act[]): void {
    this.fold({ kind: 'acts', acts });
  }

  back(kind: 'undo' | 'redo', window = 'w'): void {
    const entry = this.history.next(kind, window, new Set());
    if (entry !== undefined) this.fold({ kind, of: entry.id }, window);
  }

  fold(body: LineBody, window = 'w'): void {
    const line = { id: `line ${this.lines.length}`, time: '2026-01-01T00:00:00.000Z', window, ...body };
    this.lines.push(line);
    this.history.fold(line);
  }

  /** What each path shows: its label, `*` behind one that follows from relations, `skip`, `!` behind what is flagged. */
  get shown(): Record<string, string> {
    return shownBy(this.history);
  }
}

/** See `RelationStory.shown`. */
export function shownBy({ annotations }: Pick<History, 'annotations'>): Record<string, string> {
  const said = [...annotations].map(([path, { label, skipped, flagged, source }]) => [
    path,
    `${skipped ? 'skip' : label}${source === 'relation' ? '*' : ''}${flagged ? '!' : ''}`,
  ]);
  return Object.fromEntries(said.sort());
}
