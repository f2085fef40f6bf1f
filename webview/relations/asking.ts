import type { PanelQuery, RelationAct } from '../../src/protocol/relationsPanel.ts';
import type { KeptChoice } from '../state/relations.ts';

/** What a person has chosen for a candidate, before the answer is given; what was not chosen is different. */
export type Chosen = 'same' | 'unsure';

/** The question on the screen. */
export interface Asked {
  readonly query: PanelQuery;
  /** Those of a grid; of a pair, the other image. Their places stay, whatever becomes known meanwhile. */
  readonly candidates: readonly string[];
  /** Candidates that need no answer any more. */
  readonly known: ReadonlySet<string>;
  readonly chosen: ReadonlyMap<string, Chosen>;
}

/** Questions whose choice is remembered for when they come back. */
const remembered = 500;

/** Which question is asked now, and what was chosen so far. A question that comes back has its choice again. */
export class Asking {
  readonly #remembered = new Map<string, Asked>();
  /** Questions that were answered or put off here, until the host knows. */
  readonly #gone = new Map<string, 'answered' | 'later'>();
  #asked: Asked | undefined;

  /** Undefined: there is no question. */
  get asked(): Asked | undefined {
    return this.#asked;
  }

  /** Takes in the questions that the host tells, the first one to be asked now. `kept`: of the page before it was loaded anew. */
  follow(queries: readonly PanelQuery[], kept?: KeptChoice): void {
    for (const [id, how] of this.#gone) {
      const place = queries.findIndex((query) => query.id === id);
      const isTold = how === 'answered' ? place < 0 : place !== 0 || queries.length === 1;
      if (isTold) this.#gone.delete(id);
    }
    const query = queries.find(({ id }) => !this.#gone.has(id));
    this.#asked = query && this.#ask(query, kept);
  }

  /** The first questions after this one. */
  next(queries: readonly PanelQuery[], count: number): readonly PanelQuery[] {
    return queries.filter(({ id }) => !this.#gone.has(id) && id !== this.#asked?.query.id).slice(0, count);
  }

  /** Chooses the n-th candidate (from 0), or not any more. False: there is none, or nothing is to be said of it. */
  toggle(n: number, how: Chosen): boolean {
    const asked = this.#asked;
    const path = asked?.candidates[n];
    if (asked === undefined || path === undefined || asked.known.has(path)) return false;
    const chosen = new Map(asked.chosen);
    if (chosen.get(path) === how) chosen.delete(path);
    else chosen.set(path, how);
    this.#remember({ ...asked, chosen });
    return true;
  }

  /** Nothing is chosen any more. */
  clear(): void {
    if (this.#asked !== undefined) this.#remember({ ...this.#asked, chosen: new Map() });
  }

  /** The answer to what is asked; the question is gone then. */
  answer(pair?: 'same' | 'different' | 'unsure'): RelationAct | undefined {
    const asked = this.#asked;
    if (asked === undefined) return undefined;
    const { query, candidates, known, chosen } = asked;
    const open = candidates.filter((path) => !known.has(path));
    const said = (path: string): 'same' | 'different' | 'unsure' => pair ?? chosen.get(path) ?? 'different';
    this.#gone.set(query.id, 'answered');
    return {
      kind: 'relation',
      query: query.kind,
      anchor: anchorOf(query),
      same: open.filter((path) => said(path) === 'same'),
      different: open.filter((path) => said(path) === 'different'),
      unsure: open.filter((path) => said(path) === 'unsure'),
    };
  }

  /** What is to be kept for when the page is loaded anew; undefined: nothing was chosen. */
  get choice(): KeptChoice | undefined {
    const asked = this.#asked;
    if (asked === undefined || asked.chosen.size === 0) return undefined;
    const which = (how: Chosen): readonly string[] =>
      [...asked.chosen].flatMap(([path, one]) => (one === how ? [path] : []));
    return { anchor: anchorOf(asked.query), same: which('same'), unsure: which('unsure') };
  }

  /** The question comes later. */
  later(id: string): void {
    this.#gone.set(id, 'later');
  }

  /** The answer could not be saved, or the question not put off: it is asked again. */
  restore(id: string): void {
    this.#gone.delete(id);
  }

  #ask(query: PanelQuery, kept: KeptChoice | undefined): Asked {
    const before = this.#remembered.get(query.id);
    const told = candidatesOf(query);
    const candidates = before?.candidates ?? told;
    const open = new Set(told);
    const known = new Set(candidates.filter((path) => !open.has(path)));
    const isAlike = before?.query === query && known.size === before.known.size;
    const asked = isAlike
      ? before
      : { query, candidates, known, chosen: before?.chosen ?? chosenIn(query, kept) };
    this.#remember(asked);
    return asked;
  }

  #remember(asked: Asked): void {
    this.#asked = asked;
    this.#remembered.delete(asked.query.id);
    this.#remembered.set(asked.query.id, asked);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > remembered && oldest !== undefined) this.#remembered.delete(oldest);
  }
}

/** What was kept, where it is about this question. */
function chosenIn(query: PanelQuery, kept: KeptChoice | undefined): ReadonlyMap<string, Chosen> {
  if (kept?.anchor !== anchorOf(query)) return new Map();
  const chosen = [
    ...kept.same.map((path) => [path, 'same'] as const),
    ...kept.unsure.map((path) => [path, 'unsure'] as const),
  ];
  const there = new Set(candidatesOf(query));
  return new Map(chosen.filter(([path]) => there.has(path)));
}

/** The image that a question is about. */
export function anchorOf(query: PanelQuery): string {
  return query.kind === 'grid' ? query.anchor : query.a;
}

export function candidatesOf(query: PanelQuery): readonly string[] {
  return query.kind === 'grid' ? query.candidates : [query.b];
}

/** How many of the candidates were chosen to be the same, and of how many nobody can tell. */
export function countOf({ chosen }: Asked, how: Chosen): number {
  return [...chosen.values()].filter((one) => one === how).length;
}
