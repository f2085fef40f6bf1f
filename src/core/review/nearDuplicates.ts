import type { Check, Found, ReviewedPool } from './check.ts';
import { byWorth, type NearCopies } from './copies.ts';
import type { PictureMeasures } from './pictures.ts';

/** A part of a picture this small is called one. */
const croppedArea = 0.97;

/** Pictures that are almost the same, in groups around the one that most others are copies of. */
export const nearDuplicates: Check = {
  id: 'near-duplicates',
  title: 'Near duplicates',
  summary: 'Pictures that are almost the same: saved again, resized, cropped a little or mirrored.',
  needs: ['embeddings', 'neighbors'],
  async run(pool, ctx) {
    const { near } = await ctx.copies();
    const measures = near.length > 0 ? await ctx.measures?.() : undefined;
    return { findings: near.map((group) => finding(pool, group, measures)), note: '' };
  },
};

function finding(
  pool: ReviewedPool,
  { rows, likeness }: NearCopies,
  measures: PictureMeasures | undefined,
): Found {
  const least = Math.min(...likeness.map(({ similarity }) => similarity));
  const mirrored = likeness.filter(({ isMirrored }) => isMirrored).length;
  const cropped = likeness.filter(({ area }) => area < croppedArea).length;
  const more = [
    ...(mirrored > 0 ? [`${mirrored} mirrored`] : []),
    ...(cropped > 0 ? [`${cropped} showing a part or more`] : []),
  ];
  const how = more.length === 0 ? '' : `, ${more.join(' and ')}`;
  return {
    rows: byWorth(pool, rows, measures),
    severity: Math.max(0, least),
    text: `${rows.length} pictures are almost the same (${(100 * least).toFixed(1)} % alike)${how}.`,
    evidence: { pictures: rows.length, likeness: least, mirrored, cropped },
    suggestion: { kind: 'keep-first' },
  };
}
