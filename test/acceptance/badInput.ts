// Every bad input of the issue that reaches the command line: one sentence, the right exit code, no stack trace.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { badImports } from '../support/badImports.ts';
import { type BadInput, badInputs, readOnlyInputs } from '../support/badInput.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { report, skip } from '../support/measurement.ts';
import { paintPictures } from '../support/pictures.ts';
import { noSmallDisk, smallDisk } from '../support/smallDisk.ts';

void measureAll();

async function measureAll(): Promise<void> {
  const cli = await prepareCli();
  for (const input of [...badInputs, ...badImports]) await inFolder((folder) => measure(cli, input, folder));
  for (const input of readOnlyInputs) {
    const reason = process.getuid?.() === 0 ? noSmallDisk() : undefined;
    if (reason !== undefined) skip(input.name, reason);
    else await inFolder((folder) => measureReadOnly(cli, input, folder));
  }
}

async function measureReadOnly(cli: Cli, input: BadInput, folder: string): Promise<void> {
  const disk = smallDisk(folder);
  try {
    await paintPictures(folder, 3);
    disk.makeReadOnly();
    await measure(cli, input, folder);
  } finally {
    disk.release();
  }
}

async function measure(cli: Cli, { name, make, words, code, says }: BadInput, folder: string): Promise<void> {
  await make?.(folder);
  // What `labels check` finds is its result, so it stands on stdout.
  const format = words[0] === 'labels' ? [] : ['--json'];
  const { code: found, out, err } = await cli([...words, '--quiet', ...format], { directory: folder });
  const sentence = err.trim().split('\n').at(-1) || out.split('\n')[0];
  report({
    item: name,
    value: `exit ${found}: ${sentence.replaceAll(folder, '.')}`,
    unit: '',
    target: `exit ${code}, a sentence, no stack trace`,
    pass: found === code && says.test(err + out) && !/\n\s+at /.test(err),
  });
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-bad-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
