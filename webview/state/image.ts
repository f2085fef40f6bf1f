import { type Annotation, isDecided } from '../annotations.ts';
import type { State } from './state.ts';

/** What is known of a row: acts on their way count. */
export function annotationOf(state: State, row: number): Annotation {
  for (let i = state.pending.length - 1; i >= 0; i--) {
    const annotation = state.pending[i].changes.get(state.paths[row]);
    if (annotation !== undefined) return annotation;
  }
  return state.saved.get(row);
}

/** `annotationOf` for who goes through many rows: acts on their way are looked up once, and not by row. */
export function annotationsOf({ pending, rowOf, saved }: State): (row: number) => Annotation {
  const changed = new Map<number, Annotation>();
  for (const { changes } of pending)
    for (const [path, annotation] of changes) {
      const row = rowOf.get(path);
      if (row !== undefined) changed.set(row, annotation);
    }
  if (changed.size === 0) return (row) => saved.get(row);
  return (row) => changed.get(row) ?? saved.get(row);
}

/** What a model makes of an image. */
export interface Prediction {
  readonly label: string;
  /** Probability of the label, 0 to 1. */
  readonly confidence: number;
  readonly isRejected: boolean;
}

/** What the model makes of a row; undefined for images that are decided, or of which it knows nothing. */
export function predictionOf(state: State, row: number): Prediction | undefined {
  const { predictions, paths, rejected } = state;
  const label = predictions?.names[predictions.classes[row] ?? -1];
  if (predictions === null || label === undefined || isDecided(annotationOf(state, row))) return undefined;
  const isRejected = rejected.get(paths[row]) === label;
  return { label, confidence: predictions.confidence[row], isRejected };
}

/** True while what is shown of a row is not on disk yet. */
export function isPending(state: State, path: string): boolean {
  return state.pending.some(({ changes }) => changes.has(path));
}
