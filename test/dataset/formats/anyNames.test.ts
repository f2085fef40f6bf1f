import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportLabels } from '../../../src/dataset/formats/exportLabels.ts';
import { formats } from '../../../src/dataset/formats/registry.ts';
import { classNameFault } from '../../../src/dataset/labels/classNames.ts';
import { datasetPaths } from '../../../src/dataset/paths.ts';
import type { Annotation, ImageFile } from '../../../src/dataset/types.ts';
import { temporaryFolder } from '../../support/datasets.ts';
import { embedPretending } from '../../support/pretendedEmbeddings.ts';

/** Parts of names that formats give a meaning to, among any characters there are. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ',',
      '"',
      "'",
      '\\',
      ':',
      '#',
      '%',
      '{',
      '}',
      '[',
      ']',
      ' ',
      '-',
      '.',
      '\ufeff',
      '=',
      '&',
      'é',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
  maxLength: 12,
});
const fileName = text.filter((name) => !/[/\r\n\0]/.test(name) && name !== '.' && name !== '..');
const imagePath = fc.array(fileName, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const label = text.filter((name) => classNameFault(name) === undefined);
const labels = fc.uniqueArray(fc.tuple(imagePath, label), { selector: ([name]) => name, maxLength: 8 });

const cases = formats.flatMap((format) =>
  format.export !== undefined && !format.export.holdsImages
    ? [[format.id, format, format.export] as const]
    : [],
);

/** Formats that hold no images need none on the disk. */
describe.each(cases)('%s', (_, format, writer) => {
  it('keeps any names of images and classes, and the order of the classes', async () => {
    const scratch = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(labels, async (pairs) => {
        const folder = mkdtempSync(path.join(scratch, 'case-'));
        const images = pairs.map(
          ([name], i): ImageFile => ({ path: name, file: path.join(folder, name), size: i, mtimeMs: 1 }),
        );
        const annotations = new Map(
          pairs.map(([name, value]): [string, Annotation] => [
            name,
            { label: value, skipped: false, flagged: value.length === 3, source: '' },
          ]),
        );
        const classes = [...new Set(pairs.map(([, value]) => value))].reverse();
        const dataset = {
          paths: datasetPaths({ folder, labelsFile: '', cacheFolder: '' }),
          images,
          annotations,
          classes,
        };
        await embedPretending(dataset);
        const to = path.join(folder, `out${writer.extension ?? ''}`);
        if (format.id === 'embeddings' && images.length === 0) return;
        await exportLabels(format, { dataset, to, images: 'copy' });
        const imported = await format.import?.read({ dataset, from: to });
        expect(new Map(imported?.rows.map((row) => [row.path, row.label]))).toEqual(new Map(pairs));
        expect(imported?.classes).toEqual(classes);
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});
