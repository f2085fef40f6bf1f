import type { Act, Annotation } from '../types.ts';

/** What is known of an image nobody has looked at. */
export const blank: Annotation = { label: '', skipped: false, flagged: false, source: '' };

/** An annotation that says something, or `undefined` for one that says nothing: then there is no row. */
export function orNothing(annotation: Annotation): Annotation | undefined {
  return annotation.label === '' && !annotation.skipped && !annotation.flagged ? undefined : annotation;
}

/** Whether two annotations (or their absence) say the same. */
export function sameAnnotation(a: Annotation | undefined, b: Annotation | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return a.label === b.label && a.skipped === b.skipped && a.flagged === b.flagged && a.source === b.source;
}

/** The value of a `source` cell, or '' for one that is not ours. */
export function readSource(value: unknown): Annotation['source'] {
  return value === 'relation' || value === 'import' || value === 'rule' ? value : '';
}

/** In words, for a sentence: "cat", "skipped, flagged", "nothing". */
export function describe(annotation: Annotation | undefined): string {
  if (annotation === undefined) return 'nothing';
  const words = [annotation.label, annotation.skipped ? 'skipped' : '', annotation.flagged ? 'flagged' : ''];
  return words.filter((word) => word !== '').join(', ');
}

/** How many images carry each label; labels nobody used are absent. */
export function countLabels(annotations: ReadonlyMap<string, Annotation>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of annotations.values())
    if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** An annotation after a label, skip or flag act. A skipped image has no label; a labeled one is not skipped. */
export function decided<T extends Annotation>(was: T, act: Extract<Act, { readonly path: string }>): T {
  if (act.kind === 'flag') return { ...was, flagged: act.on };
  if (act.kind === 'skip')
    return act.on ? { ...was, label: '', source: '', skipped: true } : { ...was, skipped: false };
  const source = act.label === '' ? '' : (act.source ?? '');
  return { ...was, label: act.label, source, skipped: act.label === '' && was.skipped };
}
