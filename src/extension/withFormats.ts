import { ownError } from '../core/errors.ts';

/** The formats and what is done with them. */
export type Formats = typeof import('../dataset/formats/library.ts');

/**
 * Loads the formats, which hardly anybody needs at once, and works with them. They come in a file of their own, whose errors
 * are of a class of its own: the caller gets them as ours.
 */
export async function withFormats<T>(work: (library: Formats) => Promise<T>): Promise<T> {
  const library = await import('../dataset/formats/library.ts');
  try {
    return await work(library);
  } catch (error) {
    throw ownError(error);
  }
}
