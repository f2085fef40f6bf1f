import { type AnnotationPatch, mark } from '../src/protocol/panel.ts';

/** What the page knows of one image. */
export interface Annotation {
  readonly label: string;
  readonly skipped: boolean;
  readonly flagged: boolean;
}

export const nothing: Annotation = { label: '', skipped: false, flagged: false };

/** A label or a skip: nothing is asked about this image any more. */
export function isDecided(annotation: Annotation): boolean {
  return annotation.label !== '' || annotation.skipped;
}

const chunkRows = 256;
type Chunk = readonly Annotation[];

/** Annotations by row, immutable: a change copies one chunk of 256 rows, so that 100,000 images cost what 300 do. */
export class Annotations {
  static readonly none = new Annotations([]);
  readonly #chunks: readonly (Chunk | undefined)[];

  private constructor(chunks: readonly (Chunk | undefined)[]) {
    this.#chunks = chunks;
  }

  get(row: number): Annotation {
    return this.#chunks[Math.floor(row / chunkRows)]?.[row % chunkRows] ?? nothing;
  }

  with(changes: Iterable<readonly [row: number, annotation: Annotation]>): Annotations {
    const chunks = [...this.#chunks];
    const copied = new Map<number, Annotation[]>();
    for (const [row, annotation] of changes) {
      const at = Math.floor(row / chunkRows);
      let chunk = copied.get(at);
      if (chunk === undefined) {
        chunk = [...(chunks[at] ?? new Array<Annotation>(chunkRows).fill(nothing))];
        copied.set(at, chunk);
        chunks[at] = chunk;
      }
      chunk[row % chunkRows] = annotation;
    }
    return new Annotations(chunks);
  }

  /** What the host told. */
  patched({ complete, rows, names, labels, marks }: AnnotationPatch): Annotations {
    const changes = rows.map((row, i): [number, Annotation] => [
      row,
      {
        label: names[labels[i]] ?? '',
        skipped: (marks[i] & mark.skipped) !== 0,
        flagged: (marks[i] & mark.flagged) !== 0,
      },
    ]);
    return (complete ? Annotations.none : this).with(changes);
  }

  /** Rows that may hold something, with what they hold. */
  *entries(): Generator<readonly [row: number, annotation: Annotation]> {
    for (const [at, chunk] of this.#chunks.entries())
      if (chunk !== undefined)
        for (const [i, annotation] of chunk.entries())
          if (annotation !== nothing) yield [at * chunkRows + i, annotation];
  }
}
