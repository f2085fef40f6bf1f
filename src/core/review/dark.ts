import type { Check } from './check.ts';
import { type Oddness, oddPictures } from './oddPictures.ts';

const oddness: Oddness = {
  name: 'dark',
  of: ({ lights }, row) => 1 - lights[row],
  from: 0.65,
  worst: 1,
  tell: ({ lights }, row) => ({
    text: `It is dark: 98 % of its pixels have less than ${Math.round(100 * lights[row])} % of the light of white.`,
    evidence: { lights: lights[row] },
  }),
};

/** Pictures in which hardly anything is lighter than a third of white. */
export const dark: Check = {
  id: 'dark',
  title: 'Dark pictures',
  summary: 'Pictures so dark that little can be seen.',
  needs: ['pictures'],
  run: (pool, ctx) => oddPictures(oddness, pool, ctx),
};
