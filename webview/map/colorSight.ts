import type { Rgb } from './contrast.ts';

type Matrix = readonly number[];
type Lab = readonly [lightness: number, a: number, b: number];

/** What the eye makes of linear red, green and blue: all of it, or without red or green cones (Machado et al., 2009). */
const sights: readonly Matrix[] = [
  [1, 0, 0, 0, 1, 0, 0, 0, 1],
  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
];

/** How far two colors are apart in OKLab (Ottosson, 2020) to the eyes that tell them apart worst; 1 = black and white. */
export function apart(one: Rgb, other: Rgb): number {
  return Math.min(
    ...sights.map((sight) => {
      const [a, b] = [lab(one, sight), lab(other, sight)];
      return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    }),
  );
}

function lab(color: Rgb, sight: Matrix): Lab {
  const linear = color.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  const seen = (row: number): number =>
    Math.max(
      0,
      linear.reduce((sum, value, i) => sum + sight[3 * row + i] * value, 0),
    );
  const [red, green, blue] = [seen(0), seen(1), seen(2)];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
