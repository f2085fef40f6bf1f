import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { badImports } from '../support/badImports.ts';
import { type BadInput, badInputs, readOnlyInputs } from '../support/badInput.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { noSmallDisk, smallDisk } from '../support/smallDisk.ts';

if (noSmallDisk() !== undefined) console.warn(`skipped: full disk (${noSmallDisk()})`);

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

describe('bad input gets a sentence and an exit code', () => {
  test.each([...badInputs, ...badImports])('$name', async (input) => {
    const folder = temporaryFolder();
    await input.make?.(folder);
    await check(folder, input);
  });
});

describe.skipIf(noSmallDisk() !== undefined && process.getuid?.() === 0)(
  'where nothing can be written',
  () => {
    test.each(readOnlyInputs)('$name', async (input) => {
      const folder = temporaryFolder();
      const disk = smallDisk(folder);
      onTestFinished(disk.release);
      await paintPictures(folder, 3);
      disk.makeReadOnly();
      await check(folder, input);
    });

    test('a labels file elsewhere is the way out', async () => {
      const folder = temporaryFolder();
      const elsewhere = temporaryFolder();
      const disk = smallDisk(folder);
      onTestFinished(disk.release);
      await paintPictures(folder, 3);
      disk.makeReadOnly();
      const words = ['select', '--budget', '2', '--labels-file', path.join(elsewhere, 'labels.csv')];
      const { code, err } = await cli(words, { directory: folder });
      expect(err).toBe('');
      expect(code).toBe(0);
      expect(existsSync(path.join(elsewhere, '.next-batch/batches/0001.json'))).toBe(true);
    });
  },
);

test.skipIf(noSmallDisk() !== undefined)('a full disk: a sentence, and nothing half-written', async () => {
  const folder = temporaryFolder();
  const disk = smallDisk(folder);
  onTestFinished(disk.release);
  await paintPictures(folder, 20);
  fill(path.join(folder, 'filler.bin'));
  const result = await cli(['select', '--budget', '2', '--json'], { directory: folder });
  expect(result.err).toMatch(/disk is full/);
  expect(result.err).not.toMatch(/\n\s+at /);
  rmSync(path.join(folder, 'filler.bin'));
  expect((await cli(['select', '--budget', '2'], { directory: folder })).code).toBe(0);
});

/** Writes until nothing more fits. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (;;) writeSync(handle, Buffer.alloc(4096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(handle);
  }
}

async function check(folder: string, { words, code, says, make }: BadInput): Promise<void> {
  const labels = path.join(folder, 'labels.csv');
  const before = make && existsSync(labels) ? readFileSync(labels) : undefined;
  const result = await cli([...words, '--json'], { directory: folder });
  expect(`${result.err}${result.out}`).toMatch(says);
  expect(result.err).not.toMatch(/\n\s+at /);
  expect(result.code).toBe(code);
  const document = JSON.parse(result.out);
  if (code !== 0 && words[0] !== 'labels') expect(result.err).toContain(document.error.message);
  if (before !== undefined) expect(readFileSync(labels)).toEqual(before);
  expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([]);
}
