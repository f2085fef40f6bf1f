import type { PanelClass } from '../../src/protocol/panel.ts';

/** What stands in the class field, and which of the classes it finds is chosen (0 = what Enter takes at first). */
export interface ClassQuery {
  readonly text: string;
  readonly chosen: number;
}

export const noQuery: ClassQuery = { text: '', chosen: 0 };

/** What the class field finds. */
export interface Found {
  /** Best match first; all classes in key order where nothing is typed. */
  readonly classes: readonly PanelClass[];
  /** A class that could be added: what is typed, where no class is called so. */
  readonly addable: string | undefined;
  /** What Enter takes; undefined = nothing is typed. */
  readonly taken: { readonly label: string } | { readonly add: string } | undefined;
}

/** While every class has a digit, the field is there to add one; after that, mostly to find one. */
const mostWithDigits = 20;

/**
 * The classes whose names hold a text: the same name, then names and words that begin with it, then the rest. Enter takes
 * the class that is called so. Where there is none, it adds it while every class has a digit, so that "cat" is never
 * taken for "catfish"; where there are more classes, it takes the best match.
 */
export function findClasses(classes: readonly PanelClass[], { text, chosen }: ClassQuery): Found {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return { classes, addable: undefined, taken: undefined };
  const ranked = classes
    .map((entry) => ({ entry, rank: rankOf(entry.name.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank < ranks)
    .sort((a, b) => a.rank - b.rank);
  const found = ranked.map(({ entry }) => entry);
  const addable = ranked[0]?.rank === 0 ? undefined : text.trim();
  const labels = found.map(({ name }) => ({ label: name }));
  const adds = addable === undefined ? [] : [{ add: addable }];
  const options = classes.length <= mostWithDigits ? [...adds, ...labels] : [...labels, ...adds];
  const at = ((chosen % options.length) + options.length) % options.length;
  return { classes: found, addable, taken: options[at] };
}

const ranks = 4;

function rankOf(name: string, wanted: string): number {
  if (name === wanted) return 0;
  const at = name.indexOf(wanted);
  if (at < 0) return ranks;
  if (at === 0) return 1;
  return /[\p{L}\p{N}]/u.test(name[at - 1]) ? 3 : 2;
}
