/** Side of the grey picture that is transformed, and of the block of low frequencies that is kept. */
const side = 32;
const kept = 8;

/** Frequencies that lie nearer to the median differ from it by rounding only: those of a picture of one colour. */
const rounding = 1e-6;

/** What pixels a perceptual hash is made of. */
export const perceptualPixels = { width: side, height: side, rule: 'squash', shorterSide: side } as const;

/**
 * 64 bits that stay nearly the same when a picture is scaled, compressed or slightly recoloured: which of its 8 x 8 lowest
 * frequencies (DCT-II) lie above their median, the mean brightness left aside (pHash: Zauner 2010, section 3.2).
 * `pixels`: 32 x 32 x 3 bytes of sRGB.
 */
export function perceptualHash(pixels: Uint8Array): bigint {
  const grey = Float64Array.from(
    { length: side * side },
    (_, i) => 0.299 * pixels[3 * i] + 0.587 * pixels[3 * i + 1] + 0.114 * pixels[3 * i + 2],
  );
  const rows = transform(grey, side);
  const frequencies = transform(rows, kept);
  const median = [...frequencies.subarray(1)].sort((a, b) => a - b)[(kept * kept - 1) >> 1];
  let hash = 0n;
  for (let i = 1; i < kept * kept; i++) if (frequencies[i] > median + rounding) hash |= 1n << BigInt(i);
  return hash;
}

/** The lowest frequencies of each row of a picture of `side` columns, with rows and columns exchanged. */
function transform(values: Float64Array, rows: number): Float64Array {
  const result = new Float64Array(kept * rows);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < kept; k++) {
      let sum = 0;
      for (let j = 0; j < side; j++) sum += values[i * side + j] * cosines[k * side + j];
      result[k * rows + i] = sum;
    }
  return result;
}

const cosines = Float64Array.from({ length: kept * side }, (_, at) => {
  const [k, j] = [Math.floor(at / side), at % side];
  return Math.cos((Math.PI * k * (2 * j + 1)) / (2 * side));
});
