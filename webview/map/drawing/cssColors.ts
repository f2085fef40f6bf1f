/** CSS colors as 0x00bbggrr, in whatever notation they are; what is no color is black. */
export function packColors(colors: readonly string[]): Uint32Array {
  const packed = new Uint32Array(colors.length);
  if (colors.length === 0) return packed;
  const canvas = new OffscreenCanvas(colors.length, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return packed;
  for (const [i, color] of colors.entries()) {
    context.fillStyle = '#000';
    context.fillStyle = color;
    context.fillRect(i, 0, 1, 1);
  }
  const { data } = context.getImageData(0, 0, colors.length, 1);
  for (let i = 0; i < packed.length; i++)
    packed[i] = data[4 * i] | (data[4 * i + 1] << 8) | (data[4 * i + 2] << 16);
  return packed;
}
