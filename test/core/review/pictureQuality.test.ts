import { describe, expect, it } from 'vitest';
import type { ReviewCheck } from '../../../src/core/review/finding.ts';
import type { PictureMeasures } from '../../../src/core/review/pictures.ts';
import { reviewedPool, reviewOf, rowsOfEach } from '../../support/reviews.ts';

type Column = Exclude<keyof PictureMeasures, 'unreadable'>;

/** Ordinary pictures, but for some numbers of some of them. */
function measures(
  size: number,
  odd: Partial<Record<Column, Readonly<Record<number, number>>>> = {},
): PictureMeasures {
  const column = (name: Column, usual: number): Float32Array =>
    Float32Array.from({ length: size }, (_, i) => odd[name]?.[i] ?? usual + (usual / 50) * Math.sin(i));
  return {
    width: column('width', 300).map(Math.round),
    height: column('height', 200).map(Math.round),
    lights: column('lights', 0.9),
    shadows: column('shadows', 0.1),
    sharpness: column('sharpness', 0.5),
    unreadable: new Map([[size - 1, 'The file is empty.']]),
  };
}

async function found(check: ReviewCheck, of: PictureMeasures) {
  const { findings, checks } = await reviewOf(reviewedPool(of.width.length), [check], {
    measures: async () => of,
  });
  return { rows: rowsOfEach(findings).flat(), note: checks[0].note, findings };
}

describe.each<[ReviewCheck, Column, number, number]>([
  ['dark', 'lights', 0.2, 0.1],
  ['bright', 'shadows', 0.8, 0.9],
  ['blurred', 'sharpness', 0.08, 0],
  ['tiny', 'height', 30, 8],
  ['odd-aspect', 'width', 1000, 2000],
])('pictures that are odd: %s', (check, column, odd, odder) => {
  it('are told, the oddest first', async () => {
    const { rows, findings, note } = await found(check, measures(100, { [column]: { 7: odd, 50: odder } }));
    expect(rows).toEqual([50, 7]);
    expect(note).toBe('');
    for (const { severity, text } of findings) {
      expect(severity).toBeGreaterThan(0);
      expect(severity).toBeLessThanOrEqual(1);
      expect(text).toMatch(/^It .*\.$/);
    }
  });

  it('are not told one by one where that is what the set is like, but for those that stand out', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 900 }, (_, i) => [i, odd + ((odder - odd) * 0.05 * (i % 7)) / 7]),
    );
    const of = measures(1000, { [column]: { ...many, 13: odder } });
    const { rows, note } = await found(check, of);
    expect(rows).toEqual([13]);
    expect(note).toMatch(/^900 of 1000 pictures are .*, as is usual in this set; only the 1 that stand out/);
  });

  it('that were not measured are passed over', async () => {
    expect((await found(check, measures(40, { [column]: { 3: Number.NaN } }))).rows).toEqual([]);
  });
});

it('a set of equal thumbnails has no tiny picture', async () => {
  const of = measures(500);
  const same = { ...of, width: of.width.map(() => 32), height: of.height.map(() => 32) };
  const { rows, note } = await found('tiny', same);
  expect(rows).toEqual([]);
  expect(note).toBe('500 of 500 pictures are tiny, as is usual in this set; none of them is told.');
});

it('a picture that cannot be read is told with the reason', async () => {
  const { findings } = await found('unreadable', measures(10));
  expect(findings).toMatchObject([{ text: 'The file is empty.', severity: 1 }]);
});
