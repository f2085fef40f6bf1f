import { chromaBytes, chromaSide, lumaSide, type PictureOutlines } from './pictures.ts';
import { correlation, normalized, type Sight, seen, type Window, wholePicture } from './window.ts';

/** How alike two pictures are when one is laid over the other as well as it goes. */
export interface Likeness {
  /** Correlation of their lumas, 1 = the same up to brightness and contrast. */
  readonly similarity: number;
  readonly isMirrored: boolean;
  /** Share of one picture's area that the other shows. */
  readonly area: number;
  /** Mean difference of their colors (Cb and Cr, in 256 levels). */
  readonly colorDifference: number;
}

/** Side of the samples that are compared first, and of those that decide. */
const coarseSide = 12;
const fineSide = 24;
/** Pictures that correlate less as they are, or coarsely laid over, are not looked at more closely. */
const leastWhole = 0.5;
const leastCoarse = 0.85;
/** The smallest part that is looked for, as a share of a side, and the sides and places that are tried first. */
const leastSide = 0.85;
const coarseSides = [0.96, 0.92, 0.88];
const places = [0, 0.5, 1];
/** Steps of the search for the best window, as shares of a side. */
const steps = [0.02, 0.01, 0.005];
const mostRounds = 8;

/** Lays pictures over one another: as they are, mirrored, and one as a part of the other. */
export interface Comparer {
  /** The likeness of two outlines by their positions; undefined where they are nothing like each other. */
  compare(a: number, b: number): Likeness | undefined;
}

/** One picture as it is seen to lie over the whole of another. */
interface Overlay {
  readonly part: number;
  readonly whole: number;
  readonly sight: Sight;
  readonly similarity: number;
}

/** Compares outlines. A crop is found by the window of one picture that looks most like the whole other. */
export function createComparer({ lumas, chromas }: PictureOutlines): Comparer {
  const lumasOf = (i: number): Uint8Array => lumas.subarray(i * lumaSide ** 2, (i + 1) * lumaSide ** 2);
  const chromaOf = (i: number, plane: number): Uint8Array => {
    const start = i * chromaBytes + plane * chromaSide ** 2;
    return chromas.subarray(start, start + chromaSide ** 2);
  };
  const coarse = [samples(coarseSide), samples(coarseSide)] as const;
  const fine = [samples(fineSide), samples(fineSide)] as const;
  const colors = [samples(chromaSide), samples(chromaSide)] as const;

  /** Lays what is seen of `part` over `whole`, in samples of one size. */
  function overlayer(part: number, whole: number, isMirrored: boolean, [own, other]: typeof coarse) {
    normalized(seen(lumasOf(whole), plain, other));
    return (window: Window): Overlay => {
      const sight = { window, isMirrored };
      const similarity = correlation(normalized(seen(lumasOf(part), sight, own)), other);
      return { part, whole, sight, similarity };
    };
  }

  function bestOverlay(part: number, whole: number, isMirrored: boolean): Overlay | undefined {
    const lay = overlayer(part, whole, isMirrored, coarse);
    const first = lay(wholePicture);
    if (first.similarity < leastWhole) return undefined;
    const start = coarseWindows.map(lay).reduce(better, first);
    return start.similarity < leastCoarse
      ? undefined
      : climbed(overlayer(part, whole, isMirrored, fine), start.sight.window);
  }

  function colorDifference({ part, whole, sight }: Overlay): number {
    let sum = 0;
    for (const plane of [0, 1]) {
      const own = seen(chromaOf(part, plane), sight, colors[0]);
      const other = seen(chromaOf(whole, plane), plain, colors[1]);
      for (let p = 0; p < own.length; p++) sum += Math.abs(own[p] - other[p]);
    }
    return sum / chromaBytes;
  }

  return {
    compare(a, b) {
      const overlays = [false, true].flatMap((isMirrored) => [
        bestOverlay(a, b, isMirrored),
        bestOverlay(b, a, isMirrored),
      ]);
      const [first, ...others] = overlays.filter((overlay) => overlay !== undefined);
      if (first === undefined) return undefined;
      const best = others.reduce(better, first);
      const { window, isMirrored } = best.sight;
      return {
        similarity: best.similarity,
        isMirrored,
        area: window.width * window.height,
        colorDifference: colorDifference(best),
      };
    },
  };
}

const plain: Sight = { window: wholePicture, isMirrored: false };

function better(a: Overlay, b: Overlay): Overlay {
  return b.similarity > a.similarity ? b : a;
}

/** Moves the edges of a window in ever smaller steps as long as the pictures lie better over one another. */
function climbed(lay: (window: Window) => Overlay, from: Window): Overlay {
  let best = lay(from);
  for (const step of steps)
    for (let round = 0; round < mostRounds; round++) {
      const next = nearby(best.sight.window, step).map(lay).reduce(better, best);
      if (next === best) break;
      best = next;
    }
  return best;
}

function samples(side: number): Float64Array {
  return new Float64Array(side * side);
}

const coarseWindows: readonly Window[] = coarseSides.flatMap((side) =>
  places.flatMap((x) =>
    places.map((y) => ({ left: x * (1 - side), top: y * (1 - side), width: side, height: side })),
  ),
);

/** Windows a step away: each edge moved in or out. */
function nearby({ left, top, width, height }: Window, step: number): readonly Window[] {
  return [-step, step]
    .flatMap((d) => [
      { left: left + d, top, width: width - d, height },
      { left, top: top + d, width, height: height - d },
      { left, top, width: width + d, height },
      { left, top, width, height: height + d },
    ])
    .filter(isInside);
}

function isInside({ left, top, width, height }: Window): boolean {
  const slack = 1e-9;
  return (
    left >= -slack &&
    top >= -slack &&
    left + width <= 1 + slack &&
    top + height <= 1 + slack &&
    width >= leastSide &&
    height >= leastSide
  );
}
