// Falling back to the CPU where an execution provider is absent, crashes or hangs, and how soon a download is cancelled.
//   node --import tsx test/acceptance/providers.ts
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createProviders } from '../../src/engine/encoder/providers.ts';
import { createHub } from '../../src/engine/hub/hub.ts';
import type { ExecutionProvider } from '../../src/protocol/engine.ts';
import { buildEngine } from '../engine/build.ts';
import { commit, startHub } from '../support/hubServer.ts';
import { report } from '../support/measurement.ts';

const asked: readonly ExecutionProvider[] = ['cuda', 'dml', 'coreml', 'webgpu'];
const faults = { crashes: 'process.abort()', hangs: 'setInterval(() => {}, 1e6)', spins: 'for (;;);' };

async function main(): Promise<void> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-providers-'));
  const { workerFile } = await buildEngine();
  for (const provider of asked) await fallBack(workerFile, provider, provider);
  for (const [name, code] of Object.entries(faults)) {
    const file = path.join(scratch, `${name}.cjs`);
    writeFileSync(file, code);
    await fallBack(file, 'cuda', `one that ${name}`);
  }
  await cancelDownload(scratch);
  rmSync(scratch, { recursive: true, force: true });
}

async function fallBack(workerFile: string, provider: ExecutionProvider, name: string): Promise<void> {
  const providers = createProviders({ workerFile, log: (line) => console.error(line) });
  const started = performance.now();
  const choice = await providers(provider);
  const seconds = (performance.now() - started) / 1000;
  const isThere = choice.provider === provider;
  report({
    item: isThere
      ? `execution provider: ${name} works here`
      : `execution provider: ${name}, until the CPU is used`,
    value: Number(seconds.toFixed(3)),
    unit: 's',
    target: '< 5',
    pass: seconds < 5 && (isThere || choice.note !== undefined),
  });
}

async function cancelDownload(scratch: string): Promise<void> {
  const model = {
    id: 'slow',
    title: 'Slow',
    summary: '',
    licence: '',
    megabytes: 1,
    repository: 'someone/slow',
    revision: commit,
    file: 'onnx/model.onnx',
  };
  const server = await startHub(model, { [model.file]: Buffer.alloc(1_000_000, 1) });
  server.faults.slow = 5;
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const hub = createHub(server.address, [model]);
    const controller = new AbortController();
    const context = { signal: controller.signal, progress: () => undefined };
    const listing = await hub.lookUp(model.id, context);
    const running = hub.download({ listing, folder: path.join(scratch, String(i)) }, context).catch(() => {});
    await wait(200);
    const started = performance.now();
    controller.abort();
    await running;
    times.push(performance.now() - started);
  }
  await server.close();
  const worst = Math.max(...times);
  report({
    item: 'download: from cancel to the end, worst of 5',
    value: Number(worst.toFixed(1)),
    unit: 'ms',
    target: '< 300',
    pass: worst < 300,
  });
}

void main();
