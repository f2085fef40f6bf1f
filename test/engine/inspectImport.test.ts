import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeNpy } from '../../src/dataset/npy.ts';
import { inspectImport } from '../../src/engine/inspectImport.ts';
import type { InspectImportRequest } from '../../src/protocol/engine.ts';
import { put, temporaryFolder } from '../support/datasets.ts';

/** A folder of three images, and what is asked about a file in it. */
function asked(kind: InspectImportRequest['kind'], name: string, text?: string) {
  const folder = temporaryFolder();
  if (text !== undefined) put(folder, [name, text]);
  const images = ['a.jpg', 'b.jpg', 'c.jpg'].map((image) => ({
    path: image,
    file: path.join(folder, image),
    size: 1,
    mtimeMs: 1,
  }));
  return { kind, imported: { file: path.join(folder, name) }, images, classes: ['cat', 'dog'] };
}

describe('a file of the person', () => {
  test('of predictions: how many images and which classes it knows', async () => {
    const request = asked('predictions', 'p.csv', 'path,p_cat,p_dog,p_owl\na.jpg,.5,.3,.2\nb.jpg,0,1,0\n');
    const found = await inspectImport(request);
    expect(found).toMatchObject({ matched: 2, classes: ['cat', 'dog', 'owl'] });
    expect(found.notes.join(' ')).toContain('c.jpg');
  });

  test('of predictions that are none is refused with its place', async () => {
    const request = asked('predictions', 'p.csv', 'path,p_cat,p_dog\na.jpg,.5,.9\n');
    await expect(inspectImport(request)).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('of embeddings: rows in the order of the images', async () => {
    const request = asked('embeddings', 'e.npy');
    await writeNpy(request.imported.file, { data: new Float32Array(6), rows: 3, cols: 2 });
    expect(await inspectImport(request)).toMatchObject({ matched: 3, classes: ['cat', 'dog'] });
  });
});
