import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classOfFolder, folderName } from '../../../src/dataset/formats/folderNames.ts';

it('a folder name leads back to its class, and is a name on every system', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '%', '2', 'F', '/', '.', ' ', 'é', ':', '\u0001', 'con', '?'),
    minLength: 1,
  });
  fc.assert(
    fc.property(text, (label) => {
      const name = folderName(label);
      expect(classOfFolder(name)).toBe(label);
      expect(name).not.toMatch(/[/\\:*?"<>|]|^[. ]|[. ]$|^con$/);
    }),
    { numRuns: 2000 },
  );
});

it('a folder that somebody else named stands for itself', () => {
  for (const name of ['50%', '100% cat', '%zz', '%2f', '%FF', 'cat']) expect(classOfFolder(name)).toBe(name);
});
