import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EngineClient, engineEnvironment, startEngine } from '../../src/engine/client.ts';
import type { ImageRef } from '../../src/protocol/engine.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { listFolder, paintFolder } from './images.ts';

const encoder = { model: 'builtin' };
const root = mkdtempSync(path.join(tmpdir(), 'client-'));
let engineFile: string;
let images: ImageRef[];
let caches = 0;
const newCache = (): string => path.join(root, `cache-${caches++}`);
const open: EngineClient[] = [];
let lines: string[] = [];

beforeAll(async () => {
  ({ engineFile } = await buildEngine());
  images = await paintFolder(path.join(root, 'images'), 40);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((engine) => engine.stop()));
  lines = [];
});

function start(options: { file?: string; idleMs?: number } = {}): EngineClient {
  const { file = engineFile, idleMs = 60_000 } = options;
  const engine = startEngine({
    engineFile: file,
    mediaFolder,
    threads: 1,
    idleMs,
    log: (line) => lines.push(line),
  });
  open.push(engine);
  return engine;
}

/** Engine processes that are children of this one and alive. */
function childProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return Number(parent) === process.pid && state !== 'Z';
      } catch {
        return false;
      }
    });
}

/** An engine whose decoder dies of a native fault on every file that holds the word. */
function crashingEngine(word: string): string {
  const file = path.join(path.dirname(engineFile), `crashing-${word}.js`);
  const body = [
    "const sharp = require('sharp');",
    'const id = require.resolve("sharp");',
    'const fake = (input, ...rest) => {',
    `  if (Buffer.isBuffer(input) && input.includes('${word}')) process.abort();`,
    '  return sharp(input, ...rest);',
    '};',
    'require.cache[id].exports = Object.assign(fake, sharp);',
    `require(${JSON.stringify(engineFile)});`,
  ];
  writeFileSync(file, body.join('\n'));
  return file;
}

describe('the engine client', () => {
  it('starts no process before the first call', () => {
    const before = childProcesses().length;
    start();
    expect(childProcesses().length).toBe(before);
  });

  it('embeds and selects over the link, with progress', async () => {
    const engine = start();
    const cache = newCache();
    let last = 0;
    const result = await engine.embed(
      { images, cache, encoder, thumbnails: false },
      {
        onProgress: ({ done }) => {
          last = done;
        },
      },
    );
    expect([result.embedded, last]).toEqual([40, 40]);
    const selection = await engine.select({
      source: { kind: 'folder', images, encoder, cache },
      classes: [],
      labels: new Int32Array(40).fill(-1),
      excluded: new Int32Array(0),
      selector: 'k-center',
      parameters: {},
      budget: 5,
      seed: 0,
    });
    expect(selection.picks.length).toBe(5);
  });

  it('hands errors over with their code, and rejects an aborted call within 300 ms', async () => {
    const engine = start();
    await expect(engine.inspectEncoder({ model: '/no/such.onnx' })).rejects.toMatchObject({
      code: 'bad-encoder',
    });
    const controller = new AbortController();
    let at = 0;
    const call = engine.embed(
      { images, cache: newCache(), encoder, thumbnails: false },
      {
        signal: controller.signal,
        onProgress: () => {
          at = performance.now();
          controller.abort();
        },
      },
    );
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - at).toBeLessThan(300);
  });

  it('rejects every call in work when the process dies, and starts another for the next', async () => {
    const engine = start();
    const cache = newCache();
    const before = childProcesses();
    let killed = false;
    const kill = (): void => {
      if (killed) return;
      killed = true;
      for (const pid of childProcesses()) if (!before.includes(pid)) process.kill(pid, 'SIGKILL');
    };
    const calls = [1, 2, 3].map(() =>
      engine.embed({ images, cache, encoder, thumbnails: false }, { onProgress: kill }),
    );
    for (const call of await Promise.allSettled(calls))
      expect(call).toMatchObject({
        status: 'rejected',
        reason: { code: 'engine-lost', message: expect.stringContaining('SIGKILL') },
      });
    expect((await engine.embed({ images, cache, encoder, thumbnails: false })).unreadable).toEqual([]);
  });

  it('finds the file that crashes the decoder, lists it as unreadable, and embeds the others', async () => {
    const folder = path.join(root, 'crashing');
    const good = await paintFolder(folder, 12);
    writeFileSync(
      path.join(folder, '0005x.jpg'),
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('CRASHWORD')]),
    );
    const all = listFolder(folder);
    const engine = start({ file: crashingEngine('CRASHWORD') });
    const cache = newCache();
    let lost = 0;
    for (;;) {
      try {
        const { embedded, reused, unreadable } = await engine.embed({
          images: all,
          cache,
          encoder,
          thumbnails: false,
        });
        expect(embedded + reused).toBe(good.length);
        expect(unreadable).toEqual([{ path: '0005x.jpg', reason: expect.stringContaining('crashed') }]);
        break;
      } catch (error) {
        expect(error).toMatchObject({ code: 'engine-lost' });
        expect(++lost).toBeLessThanOrEqual(2);
      }
    }
    expect(lost).toBeGreaterThan(0);
  });

  it('gives up for a while after five crashes in ten minutes', async () => {
    const dying = path.join(path.dirname(engineFile), 'dying.js');
    writeFileSync(dying, "process.once('message', () => process.exit(3));");
    const engine = start({ file: dying });
    for (let i = 0; i < 5; i++)
      await expect(engine.inspectEncoder(encoder)).rejects.toMatchObject({
        code: 'engine-lost',
        message: expect.stringContaining('exit code 3'),
      });
    const started = childProcesses().length;
    await expect(engine.inspectEncoder(encoder)).rejects.toThrow(/5 times in 10 minutes/);
    expect(childProcesses().length).toBe(started);
  });

  it('ends the process when nobody has called for a while, and starts it again when somebody does', async () => {
    const before = childProcesses().length;
    const engine = start({ idleMs: 50 });
    await engine.inspectEncoder(encoder);
    await expect.poll(() => childProcesses().length, { timeout: 10_000 }).toBe(before);
    await engine.inspectEncoder(encoder);
    expect(lines.join('\n')).not.toContain('unexpectedly');
  });

  it('stops: the process ends, calls in work and later ones reject', async () => {
    const before = childProcesses().length;
    const engine = start();
    const call = engine.embed({ images, cache: newCache(), encoder, thumbnails: false });
    const settled = expect(call).rejects.toMatchObject({ code: expect.stringMatching(/closed|cancelled/) });
    await engine.stop();
    await settled;
    await expect(engine.inspectEncoder(encoder)).rejects.toMatchObject({ code: 'closed' });
    expect(childProcesses().length).toBe(before);
  });
});

describe('the environment of the engine', () => {
  it('is free of what belongs to the editor or changes Node', () => {
    const source = {
      PATH: '/bin',
      NODE_OPTIONS: '--inspect',
      VSCODE_PID: '1',
      VSCODE_NLS_CONFIG: '{}',
      ELECTRON_RUN_AS_NODE: '1',
    };
    const plain = engineEnvironment(source, false);
    expect(Object.keys(plain).sort()).toEqual(['PATH', 'UV_THREADPOOL_SIZE']);
    expect(engineEnvironment(source, true).ELECTRON_RUN_AS_NODE).toBe('1');
  });
});
