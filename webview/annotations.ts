import { type AnnotationPatch, mark } from '../src/protocol/panel.ts';

/** What the page knows of one image. */
export interface Annotation {
  readonly label: string;
  readonly skipped: boolean;
  readonly flagged: boolean;
  /** Nobody gave the label: it follows from which images show the same. */
  readonly implied?: true;
}

export const nothing: Annotation = { label: '', skipped: false, flagged: false };

/** The same image when a person has labeled it; '' = takes the label away. */
export function labeledAs({ flagged }: Annotation, label: string): Annotation {
  return { label, skipped: false, flagged };
}

/** A label or a skip: nothing is asked about this image any more. */
export function isDecided(annotation: Annotation): boolean {
  return annotation.label !== '' || annotation.skipped;
}

/** How many images are annotated how. */
export interface Counts {
  readonly labeled: number;
  readonly skipped: number;
  readonly flagged: number;
  /** Classes nobody used are absent. */
  readonly perClass: ReadonlyMap<string, number>;
}

/** The counts after some images changed. */
export function recounted(
  counts: Counts,
  changes: Iterable<readonly [before: Annotation, after: Annotation]>,
): Counts {
  let { labeled, skipped, flagged } = counts;
  const perClass = new Map(counts.perClass);
  const add = (annotation: Annotation, sign: 1 | -1): void => {
    if (annotation.skipped) skipped += sign;
    if (annotation.flagged) flagged += sign;
    if (annotation.label === '') return;
    labeled += sign;
    const count = (perClass.get(annotation.label) ?? 0) + sign;
    if (count === 0) perClass.delete(annotation.label);
    else perClass.set(annotation.label, count);
  };
  for (const [before, after] of changes) {
    add(before, -1);
    add(after, 1);
  }
  return { labeled, skipped, flagged, perClass };
}

const chunkRows = 256;
type Chunk = readonly Annotation[];
const noCounts: Counts = { labeled: 0, skipped: 0, flagged: 0, perClass: new Map() };

/**
 * Annotations by row, immutable: a change copies one chunk of 256 rows and goes on from the counts before it, so that
 * 100,000 images cost what 300 do.
 */
export class Annotations {
  static readonly none = new Annotations([], noCounts);
  readonly counts: Counts;
  readonly #chunks: readonly (Chunk | undefined)[];

  private constructor(chunks: readonly (Chunk | undefined)[], counts: Counts) {
    this.#chunks = chunks;
    this.counts = counts;
  }

  get(row: number): Annotation {
    return this.#chunks[Math.floor(row / chunkRows)]?.[row % chunkRows] ?? nothing;
  }

  /** Each row at most once. */
  with(changes: Iterable<readonly [row: number, annotation: Annotation]>): Annotations {
    const chunks = [...this.#chunks];
    const copied = new Map<number, Annotation[]>();
    const differing: (readonly [Annotation, Annotation])[] = [];
    for (const [row, annotation] of changes) {
      const at = Math.floor(row / chunkRows);
      let chunk = copied.get(at);
      if (chunk === undefined) {
        chunk = [...(chunks[at] ?? new Array<Annotation>(chunkRows).fill(nothing))];
        copied.set(at, chunk);
        chunks[at] = chunk;
      }
      differing.push([chunk[row % chunkRows], annotation]);
      chunk[row % chunkRows] = annotation;
    }
    return new Annotations(chunks, recounted(this.counts, differing));
  }

  /** What the host told. */
  patched({ complete, rows, names, labels, marks }: AnnotationPatch): Annotations {
    const known = new Map<number, Annotation>();
    const annotationOf = (label: number, marked: number): Annotation => {
      const key = label * 8 + marked;
      const found = known.get(key);
      if (found !== undefined) return found;
      const made = {
        label: names[label] ?? '',
        skipped: (marked & mark.skipped) !== 0,
        flagged: (marked & mark.flagged) !== 0,
        ...((marked & mark.implied) !== 0 && { implied: true as const }),
      };
      known.set(key, made);
      return made;
    };
    const changes = Array.from(rows, (row, i) => [row, annotationOf(labels[i], marks[i])] as const);
    return (complete ? Annotations.none : this).with(changes);
  }

  /** The same when the images lie in other rows; undefined = the image is gone. */
  moved(rowOf: (row: number) => number | undefined): Annotations {
    const changes: [row: number, annotation: Annotation][] = [];
    for (const [at, chunk] of this.#chunks.entries())
      for (const [i, annotation] of chunk?.entries() ?? []) {
        const row = annotation === nothing ? undefined : rowOf(at * chunkRows + i);
        if (row !== undefined) changes.push([row, annotation]);
      }
    return Annotations.none.with(changes);
  }
}
