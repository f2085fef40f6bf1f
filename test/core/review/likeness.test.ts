import { describe, expect, it } from 'vitest';
import { createComparer } from '../../../src/core/review/likeness.ts';
import { chromaBytes, lumaSide, type PictureOutlines } from '../../../src/core/review/pictures.ts';
import { createRng } from '../../../src/core/rng.ts';

type Shade = (x: number, y: number) => number;

/** A smooth picture of its own per seed, over the unit square; 40 to 215. */
function shade(seed: number): Shade {
  const rng = createRng(`shade ${seed}`);
  const waves = Array.from({ length: 12 }, () => ({
    fx: 1 + rng.below(6),
    fy: 1 + rng.below(6),
    phase: 6.3 * rng.next(),
    size: rng.next(),
  }));
  const most = waves.reduce((sum, { size }) => sum + size, 0);
  return (x, y) => {
    let sum = 0;
    for (const { fx, fy, phase, size } of waves) sum += size * Math.sin(3 * (fx * x + fy * y) + phase);
    return 128 + (87 * sum) / most;
  };
}

function outlinesOf(shades: readonly Shade[], tints: readonly number[] = []): PictureOutlines {
  const lumas = new Uint8Array(shades.length * lumaSide ** 2);
  const chromas = new Uint8Array(shades.length * chromaBytes);
  for (const [n, value] of shades.entries()) {
    for (let i = 0; i < lumaSide ** 2; i++)
      lumas[n * lumaSide ** 2 + i] = Math.round(
        value(((i % lumaSide) + 0.5) / lumaSide, (Math.floor(i / lumaSide) + 0.5) / lumaSide),
      );
    chromas.fill(128 + (tints[n] ?? 0), n * chromaBytes, (n + 1) * chromaBytes);
  }
  return { rows: Int32Array.from(shades.keys()), lumas, chromas };
}

describe('how alike two pictures are', () => {
  const photo = shade(1);

  it('is 1 for the same, brighter or of less contrast', () => {
    const { compare } = createComparer(outlinesOf([photo, photo, (x, y) => 0.7 * photo(x, y) + 60]));
    for (const other of [1, 2]) {
      const found = compare(0, other);
      expect(found?.similarity).toBeGreaterThan(0.999);
      expect(found).toMatchObject({ isMirrored: false, colorDifference: 0 });
      expect(found?.area).toBeGreaterThan(0.97);
    }
  });

  it('is as high for a mirrored one, and says so', () => {
    const { compare } = createComparer(outlinesOf([photo, (x, y) => photo(1 - x, y)]));
    expect(compare(0, 1)).toMatchObject({ isMirrored: true });
    expect(compare(0, 1)?.similarity).toBeGreaterThan(0.999);
  });

  it.each([
    [0, 0],
    [0.05, 0.02],
    [0.03, 0.05],
  ])('finds a part that begins at %f, %f, whichever of the two is the part', (left, top) => {
    const part: Shade = (x, y) => photo(left + 0.95 * x, top + 0.95 * y);
    const mirroredPart: Shade = (x, y) => part(1 - x, y);
    const { compare } = createComparer(outlinesOf([photo, part, mirroredPart]));
    for (const [a, b] of [
      [0, 1],
      [1, 0],
      [0, 2],
    ]) {
      const found = compare(a, b);
      expect(found?.similarity).toBeGreaterThan(0.99);
      expect(found?.area).toBeCloseTo(0.9, 1);
    }
  });

  it('is low for other pictures, and says nothing of pictures of one grey', () => {
    const others = Array.from({ length: 20 }, (_, i) => shade(10 + i));
    const { compare } = createComparer(outlinesOf([photo, ...others, () => 90, () => 90]));
    for (let i = 1; i <= 20; i++) expect(compare(0, i)?.similarity ?? 0).toBeLessThan(0.95);
    expect(compare(21, 22)).toBeUndefined();
  });

  it('tells another color', () => {
    const { compare } = createComparer(outlinesOf([photo, photo], [0, 30]));
    expect(compare(0, 1)?.colorDifference).toBe(30);
  });
});
