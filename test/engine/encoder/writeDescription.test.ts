import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeDescription } from '../../../src/engine/encoder/writeDescription.ts';
import { encoderFinder } from '../../support/encoders.ts';
import { noSmallDisk, type SmallDisk, smallDisk } from '../../support/smallDisk.ts';
import { mediaFolder } from '../build.ts';
import { flattenModel } from '../models.ts';

const description = {
  name: 'net',
  input: { name: 'x', size: [8, 8] as const },
  resize: { rule: 'pad' as const },
  pixels: { range: [0, 1] as const },
};
const disks: SmallDisk[] = [];
afterEach(() => {
  for (const disk of disks.splice(0)) disk.release();
});

function modelFile(): { readonly home: string; readonly file: string; readonly otherwise: string } {
  const root = mkdtempSync(path.join(tmpdir(), 'describe-'));
  const home = path.join(root, 'model');
  mkdirSync(home);
  return { home, file: path.join(home, 'net.onnx'), otherwise: path.join(root, 'storage', 'encoders') };
}

describe('a description', () => {
  it('is written beside the ONNX file, whole', async () => {
    const { home, file, otherwise } = modelFile();
    flattenModel(file, ['n', 3, 8, 8]);
    expect(await writeDescription({ file, description, otherwise })).toBe(file);
    expect(readdirSync(home).sort()).toEqual(['net.json', 'net.onnx']);
    expect(JSON.parse(readFileSync(path.join(home, 'net.json'), 'utf8'))).toEqual(description);
    expect((await encoderFinder(mediaFolder).find({ model: file })).description.name).toBe('net');
  });

  it('is never written over another one', async () => {
    const { home, file, otherwise } = modelFile();
    writeFileSync(path.join(home, 'net.json'), 'mine');
    await expect(writeDescription({ file, description, otherwise })).rejects.toMatchObject({
      code: 'bad-encoder',
      message: expect.stringContaining('is there already'),
    });
    expect(readFileSync(path.join(home, 'net.json'), 'utf8')).toBe('mine');
  });

  it('that lacks something is refused before anything is written', async () => {
    const { home, file, otherwise } = modelFile();
    const { pixels: _, ...rest } = description;
    await expect(writeDescription({ file, description: rest, otherwise })).rejects.toThrow(/lacks "pixels"/);
    expect(readdirSync(home)).toEqual([]);
  });

  const reason = noSmallDisk();
  it.skipIf(reason !== undefined)(
    `goes elsewhere where nobody may write, and names the model from there${reason ? ` (skipped: ${reason})` : ''}`,
    async () => {
      const { home, file, otherwise } = modelFile();
      const disk = smallDisk(home);
      disks.push(disk);
      flattenModel(file, ['n', 3, 8, 8]);
      disk.makeReadOnly();
      const setting = await writeDescription({ file, description, otherwise });
      expect(path.dirname(setting)).toBe(otherwise);
      const finder = encoderFinder(mediaFolder);
      const found = await finder.find({ model: setting });
      expect([found.file, found.description.name]).toEqual([file, 'net']);
      // Other answers are another description, and the first one stays.
      const other = await writeDescription({
        file,
        description: { ...description, resize: { rule: 'squash' } },
        otherwise,
      });
      expect(other).not.toBe(setting);
      expect(await writeDescription({ file, description, otherwise })).toBe(setting);
      chmodSync(otherwise, 0o755);
    },
  );
});
