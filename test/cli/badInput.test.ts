import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type BadInput, badInputs, readOnlyFolder } from '../support/badInput.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/datasets.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

describe('bad input gets a sentence and an exit code', () => {
  test.each(badInputs)('$name', async (input) => {
    const folder = temporaryFolder();
    await input.make?.(folder);
    await check(folder, input);
  });

  // Permissions do not bind root.
  test.skipIf(process.getuid?.() === 0)('read-only folder: the picks are shown all the same', async () => {
    const folder = temporaryFolder();
    await readOnlyFolder.make?.(folder);
    try {
      await check(folder, readOnlyFolder);
    } finally {
      chmodSync(folder, 0o755);
    }
  });
});

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
