import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast, parseColor } from '../../../webview/map/contrast.ts';
import { mutedColor, sequentialColors, slotColors, slotShapes } from '../../../webview/map/palette.ts';
import { themes } from '../themes.ts';

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** Machado, Oliveira and Fernandes, 2009: full severity, on linear colors. */
const sights: Readonly<Record<string, Matrix>> = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
};
const own = [
  ...readFileSync('webview/styles/theme.css', 'utf8').matchAll(/--class-\d: var\([^,]*, (#[0-9a-f]{6})\)/g),
].map(([, color]) => color);

describe.each(Object.entries(themes))('the palette of the map in the theme %s', (_name, { vars }) => {
  const background = vars['--vscode-editor-background'];
  const seen = (color: string) => contrast(parseColor(color), parseColor(background));

  test('classes, steps of a score and no class are all seen', () => {
    const colors = [
      ...slotColors(20, own, background),
      ...sequentialColors(32, background),
      mutedColor(background),
    ];
    for (const color of colors) expect(seen(color), color).toBeGreaterThanOrEqual(3);
    expect(seen(mutedColor(background))).toBeLessThan(3.3);
  });

  test('more of a score is seen better, without a fault', () => {
    const steps = sequentialColors(16, background).map(seen);
    for (let i = 1; i < steps.length; i++) expect(steps[i]).toBeGreaterThan(steps[i - 1] - 0.02);
    expect(steps.at(-1)).toBeGreaterThan(8);
  });

  test.each(Object.entries(sights))('the ten colors differ to %s sight', (_sight, matrix) => {
    const labs = slotColors(10, own, background).map((color) => lab(color, matrix));
    const gaps = labs.flatMap((a, i) =>
      labs.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    );
    expect(Math.min(...gaps)).toBeGreaterThan(0.04);
  });
});

test('sixty slots differ in color or shape, and those of 500 classes repeat them in the same order', () => {
  const colors = slotColors(500, own, '#121314');
  const shapes = slotShapes(500);
  const looks = colors.map((color, slot) => `${color} ${shapes[slot]}`);
  expect(new Set(looks.slice(0, 60)).size).toBe(60);
  expect(looks.slice(60)).toEqual(looks.slice(0, 440));
  expect(slotColors(20, own, '#121314')).toEqual(colors.slice(0, 20));
});

test('a class color of a person or theme is taken as it is where it is seen', () => {
  expect(slotColors(2, ['#ff00ff', 'rgb(10, 10, 10)'], '#000')).toEqual([
    '#ff00ff',
    expect.stringMatching(/^#/),
  ]);
});

/** OKLab (Ottosson, 2020) of a color as it is seen. */
function lab(color: string, m: Matrix): readonly [number, number, number] {
  const [r, g, b] = parseColor(color).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  const at = (i: number) => Math.max(0, m[i] * r + m[i + 1] * g + m[i + 2] * b);
  const [red, green, blue] = [at(0), at(3), at(6)];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const n = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * n - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * n + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * n - 0.808675766 * s,
  ];
}
