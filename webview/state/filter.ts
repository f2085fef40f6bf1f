const plainShows = ['batch', 'all', 'unlabeled', 'labeled', 'skipped', 'flagged', 'unreadable'] as const;
export type PlainShow = (typeof plainShows)[number];

/** Which images are listed. `predicted`: those that are not decided, the surest first. */
export type Show =
  | { readonly kind: PlainShow }
  /** The images of `State.given`, in their order. */
  | { readonly kind: 'given' }
  | { readonly kind: 'class' | 'predicted'; readonly name: string };

/** What a list of images is narrowed to. All three must hold. */
export interface Filter {
  readonly show: Show;
  /** Part of the path, upper or lower case; '' = any. */
  readonly text: string;
  /** A folder with all that lies in it, "a/b/"; '' = any. */
  readonly folder: string;
}

export const everything: Filter = { show: { kind: 'all' }, text: '', folder: '' };
export const wholeBatch: Filter = { show: { kind: 'batch' }, text: '', folder: '' };

/** A filter that was kept somewhere, as far as it is one. */
export function readFilter(value: unknown): Filter | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { show, text, folder } = value as Readonly<Record<keyof Filter, unknown>>;
  const known = readShow(show);
  if (known === undefined || typeof text !== 'string' || typeof folder !== 'string') return undefined;
  return { show: known, text, folder };
}

function readShow(value: unknown): Show | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, name } = value as { readonly kind?: unknown; readonly name?: unknown };
  const plain = plainShows.find((entry) => entry === kind);
  if (plain !== undefined) return { kind: plain };
  return (kind === 'class' || kind === 'predicted') && typeof name === 'string' ? { kind, name } : undefined;
}
