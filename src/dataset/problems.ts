import { describe } from './labels/annotation.ts';
import type { Annotation, Problem } from './types.ts';

/** The sentences about the files of a dataset. */
export const historyReplaced: Problem = {
  kind: 'history-replaced',
  message:
    'history.jsonl was replaced by another program, so all of it was read again; look at the last labels.',
};

/** labels.csv was gone, and the journal was not. */
export function labelsRestored(file: string): Problem {
  return {
    kind: 'labels-restored',
    message: `${file} was missing or empty and is written again from .next-batch/history.jsonl; columns of other programs are not in it.`,
  };
}

/** relations.jsonl was gone, and the journal was not. */
export const relationsRestored: Problem = {
  kind: 'labels-restored',
  message: 'relations.jsonl was missing or empty and is written again from .next-batch/history.jsonl.',
};

/** A line of relations.jsonl that is no answer. */
export function badRelation(file: string, line: number): Problem {
  return {
    kind: 'bad-relation',
    message: `Line ${line} of ${file} is no answer; it is kept and not used, correct it in a text editor or delete it.`,
    line,
  };
}

/** A line of the journal that is not one. */
export function tornLine(line: number): Problem {
  return {
    kind: 'torn-journal',
    message: `Line ${line} of history.jsonl cannot be read and was left out; look at the labels of that time.`,
    line,
  };
}

/** labels.csv and the journal say different things of an image. */
export function conflict(
  file: string,
  image: string,
  ours: Annotation | undefined,
  theirs: Annotation | undefined,
): Problem {
  return {
    kind: 'conflict',
    message: `${image} is ${describe(ours)} here and was ${describe(theirs)} in ${file}; the first counts until you label it again.`,
    path: image,
  };
}

/** A label followed its image. */
export function renamed(from: string, to: string): Problem {
  return { kind: 'renamed', message: `${from} is now called ${to}; its label went with it.`, path: to };
}

/** A label without an image. */
export function missingImage(path: string, annotation: Annotation | undefined): Problem {
  return {
    kind: 'missing-image',
    message: `${path} (${describe(annotation)}) is in labels.csv but there is no such image; put it back, or delete the row.`,
    path,
  };
}

/** What an error says. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
