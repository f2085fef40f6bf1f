import { relationValue, type Statements } from '../../src/core/relations/statements.ts';
import { createRng } from '../../src/core/rng.ts';

/** Answers to questions about a pool whose classes are known. */
export interface AnsweredPool {
  readonly statements: Statements;
  /** One given label per class; else -1. */
  readonly labels: Int32Array;
  readonly classCount: number;
}

/**
 * Answers of a person who errs in `wrong` of the comparisons, on screens of an anchor and so many candidates: each candidate
 * is of the anchor's class as often as not, else anything.
 */
export function answeredPool(
  answers: number,
  perAnswer: number,
  {
    images,
    classCount,
    wrong,
  }: { readonly images: number; readonly classCount: number; readonly wrong: number },
): AnsweredPool {
  const rng = createRng('answered pool');
  const truth = Int32Array.from({ length: images }, (_, i) => (i < classCount ? i : rng.below(classCount)));
  const members: number[][] = Array.from({ length: classCount }, () => []);
  for (const [image, label] of truth.entries()) members[label].push(image);
  const count = answers * perAnswer;
  const statements = {
    a: new Int32Array(count),
    b: new Int32Array(count),
    relation: new Int8Array(count),
    source: new Uint8Array(count),
  };
  let anchor = 0;
  for (let s = 0; s < count; s++) {
    if (s % perAnswer === 0) anchor = rng.below(images);
    const own = members[truth[anchor]];
    const candidate = rng.next() < 0.5 ? own[rng.below(own.length)] : rng.below(images);
    const isSame = (truth[anchor] === truth[candidate]) !== rng.next() < wrong;
    statements.a[s] = anchor;
    statements.b[s] = candidate;
    statements.relation[s] = isSame ? relationValue.same : relationValue.different;
  }
  const labels = new Int32Array(images).fill(-1);
  for (let label = 0; label < classCount; label++) labels[label] = label;
  return { statements, labels, classCount };
}
