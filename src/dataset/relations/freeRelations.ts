import { burstGroups } from '../../core/relations/passive/burstGroups.ts';
import { folderGroups } from '../../core/relations/passive/folderGroups.ts';
import type { Dataset, ImageFile } from '../types.ts';
import type { FreeOracle, RelationAct } from './types.ts';

/** What can be had for free from the list of images. Copies are found by the review; views exist only while a model learns. */
export type ListedOracle = Extract<FreeOracle, 'folder' | 'burst'>;

/** Images that are known to show the same, by path; the first of a group stands for it. */
export type PathGroups = readonly (readonly string[])[];

/** The groups of images that lie in one folder, or were taken one right after the other. */
export function listedGroups(images: readonly ImageFile[], source: ListedOracle): PathGroups {
  const names = images.map(({ path }) => path);
  const groups =
    source === 'folder'
      ? folderGroups(names)
      : burstGroups(
          names,
          Float64Array.from(images, ({ mtimeMs }) => mtimeMs),
        );
  return groups.map((rows) => Array.from(rows, (row) => names[row]));
}

/**
 * The answers that take groups over, marked with who answered: done as one, they are one undo unit. What is known of an image and
 * the first of its group already, or was asked of a person, is left out; a group of which nothing is left too.
 */
export function freeAnswers(
  groups: PathGroups,
  oracle: FreeOracle,
  { relations }: Pick<Dataset, 'relations'>,
): readonly Extract<RelationAct, { readonly kind: 'relation' }>[] {
  const isNew = (anchor: string, path: string): boolean => {
    const [a, b] = [relations.nodeOf(anchor), relations.nodeOf(path)];
    if (a === undefined || b === undefined) return true;
    return relations.graph.relation(a, b) === 'unknown' && !relations.graph.isAsked(a, b);
  };
  return groups.flatMap(([anchor, ...others]) => {
    const same = others.filter((path) => isNew(anchor, path));
    if (same.length === 0) return [];
    return [{ kind: 'relation', id: '', query: 'grid', anchor, same, different: [], unsure: [], oracle }];
  });
}
