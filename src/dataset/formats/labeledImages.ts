import { compareUtf8 } from '../files/byteOrder.ts';
import type { Annotation, Dataset, Problem } from '../types.ts';
import type { Sample } from './format.ts';

/**
 * The labels of a dataset whose images are there, in pool order, and what is said of the others that were given. `onlyGiven`:
 * without those that only follow from relations.
 */
export function labeledImages(
  { images, annotations }: Pick<Dataset, 'images' | 'annotations'>,
  { onlyGiven = false } = {},
): {
  readonly samples: readonly Sample[];
  readonly problems: readonly Problem[];
} {
  const isWanted = ({ label, source }: Annotation): boolean =>
    label !== '' && !(onlyGiven && source === 'relation');
  const samples = images.flatMap((image): Sample[] => {
    const annotation = annotations.get(image.path);
    if (annotation === undefined || !isWanted(annotation)) return [];
    const { label, flagged, source } = annotation;
    return [{ image, label, flagged, isImplied: source === 'relation', side: undefined }];
  });
  const here = new Set(samples.map(({ image }) => image.path));
  const gone = [...annotations].filter(
    ([name, { label, source }]) => label !== '' && source !== 'relation' && !here.has(name),
  );
  const names = gone.map(([name]) => name).sort(compareUtf8);
  return { samples, problems: names.length === 0 ? [] : [leftOut(names)] };
}

function leftOut(names: readonly string[]): Problem {
  const labels = names.length === 1 ? '1 label is' : `${names.length} labels are`;
  return {
    kind: 'missing-image',
    message: `${labels} for images that are not there (${someOf(names)}) and left out.`,
    path: names[0] ?? '',
  };
}

/** The beginning of a list, for a sentence. */
export function someOf(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
}
