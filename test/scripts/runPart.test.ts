import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
type RunPart = (root: string, part: object) => Promise<Counts>;

describe('a part of npm test', () => {
  let runPart: RunPart;
  const root = mkdtempSync(path.join(tmpdir(), 'next-batch-part-'));
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockReturnValue();
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    ({ runPart } = await import(pathToFileURL(path.resolve('scripts/test/runPart.mjs')).href));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const run = (counts: string, program: string, limit = 60): Promise<Counts> =>
    runPart(root, { name: 'part', title: '', limit, counts, commands: [['-e', program]] });

  test('is counted from the last line of its output', async () => {
    const program = "console.log('9 passed, 9 failed\\n3 passed, 1 failed, 2 skipped'); process.exitCode = 1";
    expect(await run('lastLine', program)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  test('has failed when it ran no test', async () => {
    expect(await run('lastLine', "console.log('0 passed, 0 failed')")).toMatchObject({
      passed: 0,
      failed: 1,
    });
    expect(await run('lastLine', "console.log('nothing to say')")).toMatchObject({ passed: 0, failed: 1 });
  });

  test('has failed when it ends badly, whatever it counted', async () => {
    const program = "console.log('3 passed, 0 failed'); process.exitCode = 1";
    expect(await run('lastLine', program)).toMatchObject({ passed: 3, failed: 1 });
    expect(await run('each', 'process.exit(1)')).toMatchObject({ passed: 0, failed: 1 });
    expect(await run('vitest', 'process.exit(1)')).toMatchObject({ passed: 0, failed: 1 });
  });

  test('has failed when it runs longer than its limit', async () => {
    expect(await run('each', 'setInterval(() => {}, 1000)', 1)).toMatchObject({ passed: 0, failed: 1 });
  });

  test.skipIf(process.platform === 'win32')('leaves no process behind', async () => {
    const beat = path.join(root, 'beat');
    const child = `setInterval(() => require('node:fs').appendFileSync(${JSON.stringify(beat)}, '.'), 20)`;
    const program = `
      require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });
      setInterval(() => {
        if (!require('node:fs').existsSync(${JSON.stringify(beat)})) return;
        console.log('1 passed, 0 failed');
        process.exit(0);
      }, 20);`;
    expect(await run('lastLine', program)).toMatchObject({ passed: 1, failed: 0 });
    const { size } = statSync(beat);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(statSync(beat).size).toBe(size);
  });
});
