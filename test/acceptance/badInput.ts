// Every bad input of the issue that reaches the command line: one sentence, the right exit code, no stack trace.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BadInput, badInputs, readOnlyFolder } from '../support/badInput.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { report, skip } from '../support/measurement.ts';

const cli = await prepareCli();
for (const input of badInputs) await measure(cli, input);
if (process.getuid?.() === 0) skip(readOnlyFolder.name, 'permissions do not bind root');
else await measure(cli, readOnlyFolder);

async function measure(run: Cli, { name, make, words, code, says }: BadInput): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-bad-'));
  try {
    await make?.(folder);
    const result = await run([...words, '--quiet', '--json'], { directory: folder });
    const text = result.err + result.out;
    const sentence = (result.err.trim().split('\n').at(-1) ?? '').replaceAll(folder, '.');
    report({
      item: name,
      value: `exit ${result.code}: ${sentence}`,
      unit: '',
      target: `exit ${code}, a sentence, no stack trace`,
      pass: result.code === code && says.test(text) && !/\n\s+at /.test(result.err),
    });
  } finally {
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true, force: true });
  }
}
