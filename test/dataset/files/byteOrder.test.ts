import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareUtf8 } from '../../../src/dataset/files/byteOrder.ts';

it('orders texts as their UTF-8 bytes are ordered', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'é', '\ud7ff', '\ue000', '\uffee', '\u{10000}', '\u{10ffff}'),
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 1000 },
  );
});
