import { relationConflicts } from '../../dataset/relations/conflicts.ts';
import { freeAnswers, type ListedOracle, listedGroups } from '../../dataset/relations/freeRelations.ts';
import { groupsThere } from '../../dataset/relations/groupsThere.ts';
import type { Dataset } from '../../dataset/types.ts';

/** What is known of relations in numbers, as `relations status --json` tells it. */
export interface RelationState {
  /** Screens that a person answered, and answers taken over for free. */
  readonly answers: number;
  readonly free: number;
  readonly images: number;
  readonly labeled: number;
  /** Those of the labeled images whose label follows from relations alone. */
  readonly implied: number;
  /** Groups without a name, of images that are there. */
  readonly groups: { readonly count: number; readonly images: number };
  readonly conflicts: number;
  /** Answers about images that are not there: kept, and what they say of the others counts. */
  readonly ignored: { readonly answers: number; readonly paths: readonly string[] };
  readonly eliminate: boolean;
  /** What could be taken over for free, and is not. */
  readonly offers: readonly {
    readonly source: ListedOracle;
    readonly groups: number;
    readonly images: number;
  }[];
}

const pathsTold = 20;

export function relationState(dataset: Dataset): RelationState {
  const { relations, rows, images, annotations } = dataset;
  const { answers } = relations;
  const missing = new Set<string>();
  let ignored = 0;
  for (const { anchor, same, different, unsure } of answers) {
    const gone = [anchor, ...same, ...different, ...unsure].filter((path) => !rows.has(path));
    if (gone.length > 0) ignored++;
    for (const path of gone) missing.add(path);
  }
  const groups = groupsThere(dataset);
  const free = answers.filter(({ oracle }) => oracle !== undefined).length;
  return {
    answers: answers.length - free,
    free,
    images: images.length,
    labeled: images.filter(({ path }) => (annotations.get(path)?.label ?? '') !== '').length,
    implied: images.filter(({ path }) => annotations.get(path)?.source === 'relation').length,
    groups: { count: groups.length, images: groups.reduce((sum, { size }) => sum + size, 0) },
    conflicts: relationConflicts(dataset, 0).count,
    ignored: { answers: ignored, paths: [...missing].slice(0, pathsTold) },
    eliminate: relations.eliminate,
    offers: (['folder', 'burst'] as const).flatMap((source) => {
      const open = freeAnswers(listedGroups(images, source), source, dataset);
      const found = open.reduce((sum, { same }) => sum + same.length + 1, 0);
      return open.length === 0 ? [] : [{ source, groups: open.length, images: found }];
    }),
  };
}
