import type { Check } from './check.ts';
import { type Oddness, oddPictures } from './oddPictures.ts';
import type { PictureMeasures } from './pictures.ts';

/** Times that the longer side is the shorter one. */
const leastRatio = 3;
const worstRatio = 12;

const oddness: Oddness = {
  name: 'long and narrow',
  of: (measures, row) => Math.log2(ratio(measures, row)),
  from: Math.log2(leastRatio),
  worst: Math.log2(worstRatio),
  tell: (measures, row) => {
    const [width, height] = [measures.width[row], measures.height[row]];
    const times = ratio(measures, row);
    return {
      text: `It is long and narrow: ${width} × ${height} pixels, so a square cut of it shows ${Math.round(100 / times)} %.`,
      evidence: { width, height, ratio: times },
    };
  },
};

function ratio({ width, height }: PictureMeasures, row: number): number {
  return Math.max(width[row] / height[row], height[row] / width[row]);
}

/** Pictures more than three times as long as they are narrow, of which an encoder sees a part, or a squeezed whole. */
export const oddAspect: Check = {
  id: 'odd-aspect',
  title: 'Odd aspect ratio',
  summary: 'Pictures so long and narrow that an encoder sees a part of them only.',
  needs: ['pictures'],
  run: (pool, ctx) => oddPictures(oddness, pool, ctx),
};
