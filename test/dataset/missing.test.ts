import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../src/dataset/files/fileSystem.ts';
import { MissingFiles } from '../../src/dataset/missing.ts';
import { folderOf } from '../support/datasets.ts';

/** Annotated paths `a.jpg` to `d.jpg`, of which `a.jpg` is listed. */
function scene(...there: string[]) {
  const folder = folderOf(...there);
  const looked: string[] = [];
  const stat = ((file: string) => {
    looked.push(path.basename(file));
    return nodeFileSystem.stat(file);
  }) as typeof nodeFileSystem.stat;
  const annotated = new Map(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'].map((name) => [name, {}]));
  const listed = new Map([['a.jpg', 0]]);
  return { folder, looked, annotated, listed, missing: new MissingFiles({ stat }, folder) };
}

describe('MissingFiles', () => {
  it('finds the files that are neither listed nor there', async () => {
    const { missing, annotated, listed, looked } = scene('c.jpg');
    await missing.find(annotated, listed, false);
    expect(missing.paths).toEqual(['b.jpg', 'd.jpg']);
    expect(looked.sort()).toEqual(['b.jpg', 'c.jpg', 'd.jpg']);
  });

  it('looks for each file once, and again when it is to', async () => {
    const { folder, missing, annotated, listed, looked } = scene('c.jpg');
    await missing.find(annotated, listed, false);
    annotated.set('e.jpg', {});
    looked.length = 0;
    await missing.find(annotated, listed, false);
    expect(looked).toEqual(['e.jpg']);
    rmSync(path.join(folder, 'c.jpg'));
    await missing.find(annotated, listed, true);
    expect(missing.paths).toEqual(['b.jpg', 'c.jpg', 'd.jpg', 'e.jpg']);
  });
});
