import type { Check } from './check.ts';
import { type Oddness, oddPictures } from './oddPictures.ts';
import type { PictureMeasures } from './pictures.ts';

/** A picture of a smaller side shows little to an encoder that looks at 224 pixels. */
const leastSide = 48;

const oddness: Oddness = {
  name: 'tiny',
  of: (measures, row) => Math.log2(leastSide / side(measures, row)),
  from: Number.MIN_VALUE,
  worst: Math.log2(leastSide),
  tell: (measures, row) => {
    const [width, height] = [measures.width[row], measures.height[row]];
    return { text: `It is tiny: ${width} × ${height} pixels.`, evidence: { width, height } };
  },
};

function side({ width, height }: PictureMeasures, row: number): number {
  return Math.min(width[row], height[row]);
}

/** Pictures whose shorter side has fewer than 48 pixels. */
export const tiny: Check = {
  id: 'tiny',
  title: 'Tiny pictures',
  summary: 'Pictures of so few pixels that little can be seen.',
  needs: ['pictures'],
  run: (pool, ctx) => oddPictures(oddness, pool, ctx),
};
