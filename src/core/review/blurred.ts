import type { Check } from './check.ts';
import { type Oddness, oddPictures } from './oddPictures.ts';

/** Sharpness of the least blurred picture that is told: on 4,412 photos those below it are blurred (looked at by eye). */
const leastSharp = 0.12;
/** Below any picture's. */
const least = 0.01;

const oddness: Oddness = {
  name: 'blurred',
  of: ({ sharpness }, row) => -Math.log(Math.max(least, sharpness[row])),
  from: -Math.log(leastSharp),
  worst: -Math.log(least),
  tell: ({ sharpness }, row) => ({
    text:
      sharpness[row] === 0
        ? 'It shows one color and nothing else.'
        : `It is blurred: its sharpness is ${sharpness[row].toFixed(3)}, and a clear picture has ${leastSharp} at least.`,
    evidence: { sharpness: sharpness[row] },
  }),
};

/** Pictures without fine details (the Laplacian's deviation over that of the luma, at 256 px), or of one color. */
export const blurred: Check = {
  id: 'blurred',
  title: 'Blurred pictures',
  summary: 'Pictures that are out of focus, or show nothing.',
  needs: ['pictures'],
  run: (pool, ctx) => oddPictures(oddness, pool, ctx),
};
