import type { Check } from './check.ts';
import { type Oddness, oddPictures } from './oddPictures.ts';

const oddness: Oddness = {
  name: 'bright',
  of: ({ shadows }, row) => shadows[row],
  from: 0.75,
  worst: 1,
  tell: ({ shadows }, row) => ({
    text: `It is bright: 98 % of its pixels have more than ${Math.round(100 * shadows[row])} % of the light of white.`,
    evidence: { shadows: shadows[row] },
  }),
};

/** Pictures in which hardly anything is darker than three quarters of white: overexposed, or empty. */
export const bright: Check = {
  id: 'bright',
  title: 'Bright pictures',
  summary: 'Pictures so bright that little can be seen.',
  needs: ['pictures'],
  run: (pool, ctx) => oddPictures(oddness, pool, ctx),
};
