import type { Query } from '../../protocol/relations.ts';
import type { PanelQuery } from '../../protocol/relationsPanel.ts';

/** A question by paths; one about a pair has one candidate. */
export interface Question extends Pick<PanelQuery, 'id' | 'kind' | 'purpose' | 'expected' | 'why'> {
  readonly anchor: string;
  readonly candidates: readonly string[];
  /** How many candidates there were when it was chosen. */
  readonly whole: number;
  /** The contradiction it settles, by its id; '' = none. */
  readonly conflict: string;
}

/** A question of the engine, as it can be shown; undefined: it asks for a class, which keys are for. */
export function questionOf(query: Query, id: string, pathOf: (row: number) => string): Question | undefined {
  if (query.kind === 'label') return undefined;
  const { kind, purpose, expected, why } = query;
  const [anchor, candidates] =
    query.kind === 'grid' ? [query.anchor, query.candidates] : [query.a, [query.b]];
  return {
    id,
    kind,
    purpose,
    expected,
    why,
    anchor: pathOf(anchor),
    candidates: candidates.map(pathOf),
    whole: candidates.length,
    conflict: '',
  };
}

/** What is shown of it; `of`: the class of its anchor ('' = not named yet), and how many images are the same as that. */
export function panelQuery(
  question: Question,
  of: { readonly label: string; readonly size: number },
): PanelQuery {
  const { id, kind, purpose, expected, why, anchor, candidates } = question;
  const told = { id, purpose, expected, why, ...of };
  return kind === 'grid'
    ? { ...told, kind, anchor, candidates }
    : { ...told, kind, a: anchor, b: candidates[0] };
}
