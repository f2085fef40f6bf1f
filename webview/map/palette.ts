import { apart } from './colorSight.ts';
import { formatColor, isDark, mix, parseColor, type Rgb, seenOn } from './contrast.ts';
import { shapeCount } from './drawing/masks.ts';

/** Colors of classes that are told apart (see theme.css); later slots use them again with another shape. */
const colorCount = 10;
/** Colors nearer than this (see `apart`) are moved apart, in so many steps up to so far to white or black. */
const leastApart = 0.06;
const shades = 24;
const farthest = 0.55;
/** From few to many, as even in lightness as viridis (Smith and van der Walt, 2015), whose anchors these are. */
const viridis = [
  '#440154',
  '#482878',
  '#3e4a89',
  '#31688e',
  '#26828e',
  '#1f9e89',
  '#35b779',
  '#6dcd59',
  '#b4de2c',
  '#fde725',
];
/** The part of the scale that is seen on a dark and on a light background, each from the faint to the strong end. */
const seen = { dark: [0.3, 1], light: [0.68, 0] } as const;

/** Which of the colors a slot has. */
function slotColor(slot: number): number {
  return slot % colorCount;
}

/** Which shape a slot has: with its color, 60 that differ; then they come again in the same order. */
function slotShape(slot: number): number {
  return Math.floor(slot / colorCount) % shapeCount;
}

/** The shapes of `count` slots. */
export function slotShapes(count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, slot) => slotShape(slot));
}

/**
 * The CSS colors of `count` slots: the class colors of the theme (`own`, as computed by the browser), each as much darker
 * or lighter as it needs to be seen on the background, and told from those before it also without red or green cones.
 */
export function slotColors(count: number, own: readonly string[], background: string): string[] {
  const back = parseColor(background);
  const readable = keptApart(own.map(parseColor), back).map(formatColor);
  return Array.from({ length: count }, (_, slot) => readable[slotColor(slot) % Math.max(1, readable.length)]);
}

/** The CSS colors of `count` steps from few to many: the more, the more it stands out from the background. */
export function sequentialColors(count: number, background: string): string[] {
  const back = parseColor(background);
  const [from, to] = seen[isDark(back) ? 'dark' : 'light'];
  return Array.from({ length: count }, (_, step) => {
    const share = count < 2 ? 1 : step / (count - 1);
    return formatColor(seenOn(viridisAt(from + share * (to - from)), back));
  });
}

/** The CSS color of what has no class: the background's own, no more changed than it takes to be seen. */
export function mutedColor(background: string): string {
  const back = parseColor(background);
  return formatColor(seenOn(back, back));
}

/** The colors as they are seen on the background, one after the other moved away in lightness from those before it. */
function keptApart(colors: readonly Rgb[], background: Rgb): Rgb[] {
  const chosen: Rgb[] = [];
  for (const color of colors) {
    const least = (candidate: Rgb): number => Math.min(1, ...chosen.map((other) => apart(candidate, other)));
    const first = seenOn(color, background);
    const end: Rgb = isDark(background) ? [1, 1, 1] : [0, 0, 0];
    let best = first;
    for (let step = 1; step <= shades && least(best) < leastApart; step++) {
      const candidate = mix(first, end, (farthest * step) / shades);
      if (least(candidate) > least(best)) best = candidate;
    }
    chosen.push(best);
  }
  return chosen;
}

/** The color at 0 (dark) to 1 (light) of the scale. */
function viridisAt(at: number): Rgb {
  const place = Math.min(1, Math.max(0, at)) * (viridis.length - 1);
  const below = Math.min(viridis.length - 2, Math.floor(place));
  return mix(parseColor(viridis[below]), parseColor(viridis[below + 1]), place - below);
}
