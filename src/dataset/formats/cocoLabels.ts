import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Problem } from '../types.ts';
import type { NamedLabel } from './imageNames.ts';
import { someOf } from './labeledImages.ts';

export interface CocoLabels {
  readonly labels: readonly NamedLabel[];
  /** In the order of `categories`. */
  readonly classes: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The label of each image of a COCO document: the category with most of its annotations; of several, the one that stands
 * first among the categories, and that is said. An image without annotations has no label.
 */
export function readCoco(document: unknown, file: string): CocoLabels {
  const images = listOf(document, 'images', file);
  const categories = listOf(document, 'categories', file).map((entry) => [
    entry.get('id'),
    entry.get('name'),
  ]);
  const annotations = listOf(document, 'annotations', file);
  const classes = categories.map(([, name]) => String(name));
  const places = new Map(categories.map(([id], place) => [id, place]));
  const counts = new Map<unknown, Map<number, number>>();
  const known = new Set(images.map((image) => image.get('id')));
  let stray = 0;
  for (const annotation of annotations) {
    const image = annotation.get('image_id');
    const place = places.get(annotation.get('category_id'));
    if (place === undefined || !known.has(image)) {
      stray++;
      continue;
    }
    const own = counts.get(image) ?? new Map<number, number>();
    own.set(place, (own.get(place) ?? 0) + 1);
    counts.set(image, own);
  }
  const ties: string[] = [];
  const labels = images.flatMap((image): NamedLabel[] => {
    const own = counts.get(image.get('id'));
    const name = image.get('file_name');
    if (own === undefined) return [];
    if (typeof name !== 'string') throw wrong(file, `image ${String(image.get('id'))} has no file_name`);
    const most = Math.max(...own.values());
    const winners = [...own].filter(([, count]) => count === most).map(([place]) => place);
    winners.sort((a, b) => a - b);
    if (winners.length > 1) ties.push(`${name}: ${winners.map((place) => classes[place]).join(' and ')}`);
    return [{ name, label: classes[winners[0]] }];
  });
  return { labels, classes: [...new Set(classes)], problems: problemsOf(path.basename(file), ties, stray) };
}

function problemsOf(source: string, ties: readonly string[], stray: number): readonly Problem[] {
  const problems: Problem[] = [];
  if (ties.length > 0)
    problems.push({
      kind: 'tied-label',
      message: `${ties.length === 1 ? '1 image of' : `${ties.length} images of`} ${source} ${ties.length === 1 ? 'has' : 'have'} as many annotations of one category as of another (${someOf(ties)}); the first in the list of categories was taken.`,
    });
  if (stray > 0)
    problems.push({
      kind: 'bad-class',
      message: `${stray === 1 ? '1 annotation of' : `${stray} annotations of`} ${source} ${stray === 1 ? 'names' : 'name'} an image or a category that the file does not list, and ${stray === 1 ? 'is' : 'are'} left out.`,
    });
  return problems;
}

type Fields = ReadonlyMap<string, unknown>;

function listOf(document: unknown, key: string, file: string): readonly Fields[] {
  const list = fieldsOf(document)?.get(key);
  if (!Array.isArray(list)) throw wrong(file, `it has no list "${key}"`);
  return list.map((entry, i) => {
    const fields = fieldsOf(entry);
    if (fields === undefined) throw wrong(file, `entry ${i} of "${key}" is no object`);
    return fields;
  });
}

function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map<string, unknown>(Object.entries(value));
}

function wrong(file: string, why: string): UserError {
  return new UserError(
    'bad-input',
    `${file} is not a COCO file: ${why}; it needs the lists images, annotations and categories.`,
    { file },
  );
}
