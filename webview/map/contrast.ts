/** Red, green, blue, 0 to 1, gamma encoded as in CSS. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** WCAG 2.2, 1.4.11: what a graphic needs to be seen. */
const leastContrast = 3;
const steps = 128;
const gray: Rgb = [0.5, 0.5, 0.5];

/** A color written as #rgb, #rrggbb, rgb(r g b) or rgb(r, g, b), its opacity left out; gray if it is none of them. */
export function parseColor(text: string): Rgb {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const isShort = hex.length < 6;
    const part = (i: number): number => {
      const digits = isShort ? hex[i].repeat(2) : hex.slice(2 * i, 2 * i + 2);
      return Number.parseInt(digits, 16) / 255;
    };
    return [part(0), part(1), part(2)];
  }
  const [red, green, blue] = text.startsWith('rgb') ? (text.match(/[\d.]+/g) ?? []).map(Number) : [];
  return blue === undefined ? gray : [red / 255, green / 255, blue / 255];
}

export function formatColor(color: Rgb): string {
  const part = (value: number): string =>
    Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${color.map(part).join('')}`;
}

/** Relative luminance (WCAG 2.2), 0 to 1. */
export function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio (WCAG 2.2), 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Whether light colors stand out from a background more than dark ones. */
export function isDark(background: Rgb): boolean {
  return contrast(background, [1, 1, 1]) > contrast(background, [0, 0, 0]);
}

/** The color, made lighter on a dark background and darker on a light one, no more than it takes to be seen. */
export function seenOn(color: Rgb, background: Rgb): Rgb {
  const end = isDark(background) ? 1 : 0;
  for (let step = 0; step <= steps; step++) {
    const mixed = mix(color, [end, end, end], step / steps);
    // A little more than needed: colors are rounded to whole numbers.
    if (contrast(mixed, background) >= leastContrast + 0.05) return mixed;
  }
  return [end, end, end];
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (i: 0 | 1 | 2): number => from[i] + share * (to[i] - from[i]);
  return [part(0), part(1), part(2)];
}
