import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProviders } from '../../../src/engine/encoder/providers.ts';
import { buildEngine } from '../build.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'providers-'));
let workerFile: string;
beforeAll(async () => {
  ({ workerFile } = await buildEngine());
});

/** A program in place of the one that tries providers. */
function fake(name: string, code: string): string {
  const file = path.join(folder, `${name}.cjs`);
  writeFileSync(file, code);
  return file;
}

describe('execution providers', () => {
  it('the CPU is never tried', async () => {
    const provider = createProviders({ workerFile: '/nowhere', log: () => undefined });
    expect(await provider('cpu')).toEqual({ provider: 'cpu' });
  });

  it.each<[string, string, RegExp]>([
    [
      'crashes',
      'process.abort()',
      /cuda does not work here \(it crashed when it was tried: SIGABRT\), so .* CPU\.$/,
    ],
    ['ends', 'process.exit(3)', /exit code 3/],
    ['refuses', "process.send('onnxruntime says: no driver')", /\(onnxruntime says: no driver\)/],
    ['hangs', 'setInterval(() => {}, 1e6)', /it gave no answer within 0\.3 s/],
    ['spins', 'for (;;);', /it gave no answer within 0\.3 s/],
  ])(
    'one that %s is replaced by the CPU, and one sentence names it and the cause',
    async (name, code, says) => {
      const lines: string[] = [];
      const provider = createProviders({
        workerFile: fake(name, code),
        log: (line) => lines.push(line),
        limitMs: name === 'hangs' || name === 'spins' ? 300 : 20_000,
      });
      const choice = await provider('cuda');
      expect(choice.provider).toBe('cpu');
      expect(choice.note).toMatch(says);
      expect(choice.note).toMatch(/^[^\n]*\.$/);
      expect(lines).toEqual([choice.note]);
    },
  );

  it('is not tried any longer when the engine ends', async () => {
    const pid = path.join(folder, 'pid');
    const hangs = fake(
      'outlives',
      `require('fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid)); for (;;);`,
    );
    const providers = path.join(folder, 'providers.cjs');
    await build({
      entryPoints: [path.join(import.meta.dirname, '../../../src/engine/encoder/providers.ts')],
      outfile: providers,
      bundle: true,
      platform: 'node',
    });
    const engine = `
      const { createProviders } = require(${JSON.stringify(providers)});
      void createProviders({ workerFile: ${JSON.stringify(hangs)}, log() {} })('cuda');
      const look = () => require('fs').existsSync(${JSON.stringify(pid)}) && require('fs').statSync(${JSON.stringify(pid)}).size > 0 ? process.exit(0) : setTimeout(look, 20);
      look();`;
    const { status } = spawnSync(process.execPath, ['-e', engine], { timeout: 20_000 });
    expect(status).toBe(0);
    const child = Number(readFileSync(pid, 'utf8'));
    onTestFinished(() => void (isAlive(child) && process.kill(child, 'SIGKILL')));
    await vi.waitFor(() => expect(isAlive(child)).toBe(false), 2000);
  });

  it('is tried once', async () => {
    const count = path.join(folder, 'count');
    const file = fake(
      'once',
      `require('fs').appendFileSync(${JSON.stringify(count)}, 'x'); process.send('')`,
    );
    const provider = createProviders({ workerFile: file, log: () => undefined });
    const all = await Promise.all([provider('cuda'), provider('cuda')]);
    expect([...all, await provider('cuda')]).toEqual(Array(3).fill({ provider: 'cuda' }));
    expect(readFileSync(count, 'utf8')).toBe('x');
  });

  it('that this machine lacks is named with what onnxruntime says of it', async () => {
    const provider = createProviders({ workerFile, log: () => undefined });
    const absent = process.platform === 'darwin' ? 'dml' : 'coreml';
    expect(await provider(absent)).toEqual({
      provider: 'cpu',
      note: `The execution provider ${absent} does not work here (this onnxruntime was built without it), so the encoder runs on the CPU.`,
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
