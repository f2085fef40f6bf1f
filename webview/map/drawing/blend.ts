/** Opacities are kept in this many steps. */
export const opacitySteps = 32;

/**
 * For each opacity step of what is laid on and each opacity 0 to 255 of what is there: how much of the color is the new
 * one (0 to 255, low byte), and how opaque the pixel is then (high byte). Porter and Duff, 1984, "over", not premultiplied.
 */
const over = new Uint16Array((opacitySteps + 1) << 8);
for (let step = 0; step <= opacitySteps; step++)
  for (let there = 0; there < 256; there++) {
    const laid = step / opacitySteps;
    const after = laid + (there / 255) * (1 - laid);
    const share = after === 0 ? 0 : laid / after;
    over[(step << 8) | there] = Math.round(share * 255) | (Math.round(after * 255) << 8);
  }

/** The opacity step of a coverage (0 to 255) drawn with an opacity (0 to 1): at least 1. */
export function opacityStep(covers: number, opacity: number): number {
  return Math.max(1, Math.round((covers / 255) * opacity * opacitySteps));
}

/** Lays a color (its red and blue, and its green, as 0x00bbggrr) with an opacity step on a pixel of an ImageData. */
export function blend(pixels: Uint32Array, at: number, redBlue: number, green: number, step: number): void {
  const there = pixels[at];
  const entry = over[(step << 8) | (there >>> 24)];
  const share = entry & 255;
  const more = share + (share >> 7);
  const rest = 256 - more;
  const mixedRedBlue = (Math.imul(redBlue, more) + Math.imul(there & 0xff00ff, rest)) >>> 8;
  const mixedGreen = (Math.imul(green, more) + Math.imul(there & 0xff00, rest)) >>> 8;
  pixels[at] = (mixedRedBlue & 0xff00ff) | (mixedGreen & 0xff00) | ((entry >>> 8) << 24);
}
