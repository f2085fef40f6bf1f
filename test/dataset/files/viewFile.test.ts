import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/dataset/files/slices.ts';
import { ViewFile } from '../../../src/dataset/files/viewFile.ts';
import { LabelsDocument } from '../../../src/dataset/labels/document.ts';
import type { Annotation } from '../../../src/dataset/types.ts';
import { read, temporaryFolder } from '../../support/datasets.ts';
import { recordingFiles } from '../../support/recordingFiles.ts';

const labeled = (label: string): Annotation => ({ label, skipped: false, flagged: false, source: '' });

/** A file that was written by us once. */
async function written() {
  const folder = temporaryFolder();
  const { files } = recordingFiles();
  const reads: string[] = [];
  const readFile = ((file: string) => {
    reads.push(path.basename(file));
    return files.readFile(file);
  }) as typeof files.readFile;
  const file = new ViewFile({ ...files, readFile }, path.join(folder, 'labels.csv'), LabelsDocument.read);
  await file.read(undefined, 'patient');
  await write(file, 'a.jpg', 'cat');
  return { folder, file, reads };
}

function write(file: ViewFile<LabelsDocument>, image: string, label: string): Promise<string | undefined> {
  return file.write(atOnce(file.document.edit(new Map([[image, labeled(label)]]))), file.stamp);
}

describe('labels.csv after it was written', () => {
  it('is not read by those who are in a hurry', async () => {
    const { file, reads } = await written();
    expect(await file.isUnchanged()).toBe(true);
    expect(await file.read(undefined, 'hasty')).toBe('same');
    expect(reads).toEqual([]);
  });

  it('is read once more before it is written again, ahead of the turn in which that is planned', async () => {
    const { folder, file, reads } = await written();
    await wait(150);
    await file.prepare();
    expect(reads).toEqual(['labels.csv']);
    expect(await file.read(undefined, 'patient')).toBe('same');
    expect(reads).toEqual(['labels.csv']);
    expect(await write(file, 'b.jpg', 'dog')).toBeDefined();
    expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,cat\nb.jpg,dog\n');
  });

  it('is read at once when somebody else has written it', async () => {
    const { folder, file } = await written();
    await wait(150);
    writeFileSync(path.join(folder, 'labels.csv'), 'path,label\na.jpg,cow\n');
    expect(await file.isUnchanged()).toBe(false);
    await file.prepare();
    expect(await file.read(undefined, 'patient')).toBe('changed');
    expect(file.document.annotations.get('a.jpg')).toEqual(labeled('cow'));
  });
});
