import type { Answer, Oracle, Query } from '../query.ts';
import { relationSources, relationValue, type Statements } from '../statements.ts';

/**
 * What self-supervised learning answers for free: rows are views of images (crops, flips, colors), `imageOf` says of which,
 * and two show the same if they are views of one image. Of the class of an image it knows nothing.
 */
export function viewOracle(imageOf: Int32Array): Oracle {
  const areOne = (a: number, b: number): boolean => imageOf[a] === imageOf[b];
  const answer = (query: Query): Answer => {
    if (query.kind === 'label') return { kind: 'label', label: null };
    if (query.kind === 'pair')
      return { kind: 'pair', relation: areOne(query.a, query.b) ? 'same' : 'different' };
    const { anchor, candidates } = query;
    return {
      kind: 'grid',
      same: candidates.filter((row) => areOne(anchor, row)),
      different: candidates.filter((row) => !areOne(anchor, row)),
      unsure: [],
    };
  };
  return { ask: async (query) => answer(query) };
}

/** The fewest statements from which it follows which rows are views of one image: each view and the first one of its image. */
export function viewStatements(imageOf: Int32Array): Statements {
  const firsts = new Map<number, number>();
  const views: number[] = [];
  for (const [row, image] of imageOf.entries())
    if (firsts.has(image)) views.push(row);
    else firsts.set(image, row);
  return {
    a: Int32Array.from(views, (row) => firsts.get(imageOf[row]) ?? row),
    b: Int32Array.from(views),
    relation: new Int8Array(views.length).fill(relationValue.same),
    source: new Uint8Array(views.length).fill(relationSources.indexOf('augmentation')),
  };
}
