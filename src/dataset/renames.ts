import type { History } from './history/history.ts';
import type { LineBody } from './history/lines.ts';

interface Scan {
  readonly history: Pick<History, 'annotations' | 'identities' | 'relations'>;
  /** Paths of the images that are there. */
  readonly there: { has(path: string): boolean };
  /** Annotated paths, and those that answers name, whose file is gone. */
  readonly gone: ReadonlySet<string>;
  /** Content hash by path ('' = could not be read). */
  readonly hashes: ReadonlyMap<string, string>;
}

/**
 * What a scan with content hashes tells the journal (ARCHITECTURE 4.5). A rename: a path gone, and exactly one new,
 * never seen path with its content. Identities: the hashes of images that are annotated or named by answers, to know them by later, and of their
 * copies, which are thereby seen.
 */
export function identityLines({ history, there, gone, hashes }: Scan): readonly LineBody[] {
  const fresh = byHash([...hashes].filter(([path]) => there.has(path) && !isSeen(history, path)));
  const lost = byHash([...history.identities].filter(([path]) => gone.has(path)));
  const renames: LineBody[] = [];
  for (const [hash, from] of lost) {
    const to = fresh.get(hash) ?? [];
    if (from.length === 1 && to.length === 1 && from[0] !== undefined && to[0] !== undefined)
      renames.push({ kind: 'rename', from: from[0], to: to[0] });
  }
  const renamed = new Set(renames.flatMap((line) => (line.kind === 'rename' ? [line.to] : [])));
  const known = new Set(history.identities.values());
  for (const [path, hash] of hashes) if (isKnown(history, path)) known.add(hash);
  const identities = [...hashes].filter(
    ([path, hash]) =>
      hash !== '' && known.has(hash) && !renamed.has(path) && history.identities.get(path) !== hash,
  );
  return identities.length === 0 ? renames : [...renames, { kind: 'identity', hashes: identities }];
}

function isSeen(history: Scan['history'], path: string): boolean {
  return isKnown(history, path) || history.identities.has(path);
}

function isKnown({ annotations, relations }: Scan['history'], path: string): boolean {
  return annotations.has(path) || relations.isAnswered(path);
}

function byHash(pairs: readonly (readonly [path: string, hash: string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [path, hash] of pairs) if (hash !== '') groups.set(hash, [...(groups.get(hash) ?? []), path]);
  return groups;
}
