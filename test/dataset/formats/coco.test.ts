import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { coco } from '../../../src/dataset/formats/coco.ts';
import { exportLabels } from '../../../src/dataset/formats/exportLabels.ts';
import type { Imported } from '../../../src/dataset/formats/format.ts';
import { open, put, read, temporaryFolder } from '../../support/datasets.ts';
import { paintPictures } from '../../support/pictures.ts';

async function imported(document: unknown, ...images: string[]): Promise<Imported | undefined> {
  const folder = temporaryFolder();
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  put(folder, ...images, ['their.json', text]);
  return coco.import?.read({ dataset: await open(folder), from: path.join(folder, 'their.json') });
}

const document = {
  images: [
    { id: 7, file_name: 'a.jpg' },
    { id: 8, file_name: 'b.jpg' },
    { id: 9, file_name: 'c.jpg' },
  ],
  categories: [
    { id: 30, name: 'zebra' },
    { id: 10, name: 'cat' },
    { id: 20, name: 'dog' },
  ],
};
const annotate = (...pairs: readonly (readonly [image: number, category: number])[]) => ({
  ...document,
  annotations: pairs.map(([image_id, category_id], id) => ({ id, image_id, category_id })),
});

describe('importing COCO', () => {
  it('takes the category with most annotations, keeps the order of the categories, and leaves images without any', async () => {
    const found = await imported(annotate([7, 20], [7, 10], [7, 20], [8, 10]), 'a.jpg', 'b.jpg', 'c.jpg');
    expect(found).toMatchObject({ classes: ['zebra', 'cat', 'dog'], problems: [], missing: 0 });
    expect(found?.rows).toEqual([
      { path: 'a.jpg', label: 'dog' },
      { path: 'b.jpg', label: 'cat' },
    ]);
  });

  it('takes the first category of a tie, whatever the order of the annotations, and says which image it was', async () => {
    for (const pairs of [
      [
        [7, 20],
        [7, 10],
      ],
      [
        [7, 10],
        [7, 20],
      ],
    ] as const) {
      const found = await imported(annotate(...pairs), 'a.jpg');
      expect(found?.rows).toEqual([{ path: 'a.jpg', label: 'cat' }]);
      expect(found?.problems).toMatchObject([
        { kind: 'tied-label', message: expect.stringContaining('a.jpg: cat and dog') },
      ]);
    }
  });

  it('leaves out annotations of unknown categories and images, and says how many', async () => {
    const found = await imported(annotate([7, 99], [77, 10], [7, 10]), 'a.jpg');
    expect(found?.rows).toEqual([{ path: 'a.jpg', label: 'cat' }]);
    expect(found?.problems[0]?.message).toMatch(/^2 annotations of their.json/);
  });

  it.each([
    ['not json', /their\.json is not JSON/],
    [[], /not a COCO file: it has no list "images"/],
    [{ images: [], categories: [] }, /it has no list "annotations"/],
    [{ ...annotate([7, 10]), images: [{ id: 7 }] }, /image 7 has no file_name/],
  ])('says what is wrong with %j', async (text, sentence) => {
    await expect(imported(text, 'a.jpg')).rejects.toThrow(sentence);
  });
});

describe('exporting COCO', () => {
  it('gives every image its size, an id, and one annotation that covers it', async () => {
    const folder = temporaryFolder();
    const images = await paintPictures(folder, 5);
    const dataset = await open(folder);
    await dataset.act([
      { kind: 'class-add', name: 'zebra' },
      ...images.map((name, i) => ({ kind: 'label' as const, path: name, label: i % 2 ? 'cat' : 'dog' })),
    ]);
    await exportLabels(coco, { dataset, to: path.join(folder, 'out.json'), images: 'copy' });
    const written = JSON.parse(read(folder, 'out.json'));
    expect(written.categories.map(({ id, name }: { id: number; name: string }) => [id, name])).toEqual([
      [1, 'zebra'],
      [2, 'dog'],
      [3, 'cat'],
    ]);
    expect(written.images[1]).toEqual({ id: 2, file_name: images[1], width: 48, height: 48 });
    expect(written.annotations[1]).toEqual({
      id: 2,
      image_id: 2,
      category_id: 3,
      iscrowd: 0,
      segmentation: [],
      bbox: [0, 0, 48, 48],
      area: 48 * 48,
    });
    expect(written.annotations).toHaveLength(5);
  });

  it('is two files in a folder where there is a split, with the same categories', async () => {
    const folder = temporaryFolder();
    const images = await paintPictures(folder, 6);
    const dataset = await open(folder);
    await dataset.act(images.map((name) => ({ kind: 'label', path: name, label: 'cat' })));
    const split = { by: 'stratified', fraction: 0.34, seed: 0 } as const;
    await exportLabels(coco, { dataset, to: path.join(folder, 'out'), images: 'copy', split });
    const sides = ['train', 'val'].map((side) => JSON.parse(read(folder, `out/${side}.json`)));
    expect(sides.map(({ images: list }) => list.length)).toEqual([4, 2]);
    expect(sides[0].categories).toEqual(sides[1].categories);
  });
});
