import { withOwnErrors } from '../core/errors.ts';

/** The formats and what is done with them. */
export type Formats = typeof import('../dataset/formats/library.ts');

/** Loads the formats, which hardly anybody needs at once, and works with them. */
export async function withFormats<T>(work: (library: Formats) => Promise<T>): Promise<T> {
  const library = await import('../dataset/formats/library.ts');
  return withOwnErrors(() => work(library));
}
