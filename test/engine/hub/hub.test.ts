import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { createRng } from '../../../src/core/rng.ts';
import type { Progress } from '../../../src/core/types.ts';
import { createConnection } from '../../../src/engine/hub/connection.ts';
import { createHub, type Hub } from '../../../src/engine/hub/hub.ts';
import { hubModels } from '../../../src/engine/hub/hubModels.ts';
import type { HubListing, HubModel } from '../../../src/protocol/encoder.ts';
import { commit, type HubServer, sha256, startHub } from '../../support/hubServer.ts';
import { noSmallDisk, smallDisk } from '../../support/smallDisk.ts';

const rng = createRng('hub');
const onnx = Buffer.from(Uint8Array.from({ length: 200_000 }, () => rng.below(256)));
const files = {
  'onnx/model.onnx': onnx,
  'preprocessor_config.json': Buffer.from('{"do_resize": true}'),
  'config.json': Buffer.from('{"model_type": "dinov2"}'),
  'README.md': Buffer.from('not fetched'),
};
const model: HubModel = {
  id: 'small',
  title: 'Small',
  summary: '',
  licence: 'MIT',
  megabytes: 0.2,
  repository: 'someone/small',
  revision: commit,
  file: 'onnx/model.onnx',
};
let server: HubServer;
let hub: Hub;
let folder: string;
beforeEach(async () => {
  server = await startHub(model, files);
  hub = createHub(server.address, [model]);
  folder = mkdtempSync(path.join(tmpdir(), 'hub-'));
});
afterEach(() => server.close());

function call(signal = new AbortController().signal, progress: (progress: Progress) => void = () => {}) {
  return { signal, progress };
}

async function download(listing?: HubListing): Promise<string> {
  const { file } = await hub.download(
    { listing: listing ?? (await hub.lookUp('small', call())), folder },
    call(),
  );
  return file;
}

/** Every file in the folder, however deep. */
function present(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

const whole = ['config.json', 'model.onnx', 'preprocessor_config.json'];
const stored = (): string[] => server.requests.filter((line) => line.includes('/store/'));

describe('looking a model up', () => {
  it('asks for size, licence and hashes in one request, and fetches nothing else', async () => {
    const listing = await hub.lookUp('small', call());
    expect(listing).toMatchObject({ commit, licence: 'apache-2.0', model });
    expect(listing.files).toEqual([
      expect.objectContaining({
        name: 'preprocessor_config.json',
        hash: expect.objectContaining({ kind: 'git' }),
      }),
      expect.objectContaining({ name: 'config.json' }),
      { name: 'onnx/model.onnx', bytes: onnx.length, hash: { kind: 'sha256', hex: sha256(onnx) } },
    ]);
    expect(server.requests).toEqual([`GET /api/models/someone/small/revision/${commit}?blobs=true`]);
  });

  it('refuses a hash or a commit that is not the pinned one', async () => {
    const pinned = { ...model, sha256: 'a'.repeat(64) };
    await expect(createHub(server.address, [pinned]).lookUp('small', call())).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('nothing is downloaded'),
    });
    const moved = { ...model, revision: 'b'.repeat(40) };
    await expect(createHub(server.address, [moved]).lookUp('small', call())).rejects.toThrow(
      /names the commit/,
    );
    const right = { ...model, sha256: sha256(onnx) };
    await expect(createHub(server.address, [right]).lookUp('small', call())).resolves.toBeDefined();
  });

  it('says what to do about a model that is gone, a name that is none, and a hub that is busy', async () => {
    server.faults.status = 404;
    await expect(hub.lookUp('small', call())).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/does not give someone\/small any more \(HTTP 404\)/),
    });
    await expect(hub.lookUp('large', call())).rejects.toThrow(
      /no model "large" to download; there are small/,
    );
  });

  it('asks again when the answer is cut in the middle, and says so in a sentence when all of them are', async () => {
    server.faults.cutListing = { times: 1 };
    expect(await hub.lookUp('small', call())).toMatchObject({ commit });
    server.faults.cutListing = { times: 9 };
    await expect(hub.lookUp('small', call())).rejects.toMatchObject({
      code: 'not-readable',
      message: expect.stringMatching(/could not be reached .*; try again later/),
    });
  }, 20_000);

  it('is cancelled at once while the hub is busy', async () => {
    server.faults.status = 503;
    const controller = new AbortController();
    const asked = hub.lookUp('small', call(controller.signal));
    await wait(100);
    controller.abort();
    const aborted = performance.now();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - aborted).toBeLessThan(300);
  });

  it('goes nowhere but to the hub, or to this machine in a test', () => {
    expect(() => createConnection('https://example.com')).toThrow(/can only be https:\/\/huggingface\.co/);
    expect(() => createConnection('http://huggingface.co')).toThrow(/can only be/);
    expect(createConnection().host).toBe('huggingface.co');
  });
});

test('one file of the product opens connections, and no other', () => {
  const opens =
    /from 'node:(?:https?|http2|net|tls|dgram|dns)(?:\/promises)?'|\bfetch\(|new WebSocket\(|EventSource\(/;
  const files = ['src', 'webview'].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' }).map((name) => path.join(room, name)),
  );
  const found = files.filter((name) => name.endsWith('.ts') && opens.test(readFileSync(name, 'utf8')));
  expect(found).toEqual([path.join('src', 'engine', 'hub', 'connection.ts')]);
});

describe('the table', () => {
  it('pins each model to a commit', () => {
    for (const { revision, sha256: hash, file, id } of hubModels) {
      expect(revision, id).toMatch(/^[0-9a-f]{40}$/);
      expect(hash ?? 'a'.repeat(64), id).toMatch(/^[0-9a-f]{64}$/);
      expect(file, id).toMatch(/\.onnx$/);
    }
    expect(new Set(hubModels.map(({ id }) => id)).size).toBe(hubModels.length);
  });
});

describe('downloading', () => {
  it('follows the redirect, and leaves whole files with nothing beside them', async () => {
    const told: Progress[] = [];
    const listing = await hub.lookUp('small', call());
    const { file } = await hub.download(
      { listing, folder },
      call(undefined, (one) => told.push(one)),
    );
    expect(readFileSync(file).equals(onnx)).toBe(true);
    expect(path.relative(folder, file).split(path.sep)).toEqual([
      `small-${commit.slice(0, 12)}`,
      'onnx',
      'model.onnx',
    ]);
    expect(present()).toEqual(whole);
    const total = listing.files.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(told.at(-1)).toMatchObject({ phase: 'download', done: total, total });
  });

  it('fetches nothing again that is there and right', async () => {
    await download();
    const before = server.requests.length;
    await download();
    expect(server.requests.slice(before).every((line) => line.includes('/api/'))).toBe(true);
  });

  it('goes on where a cut connection left it', async () => {
    server.faults.cut = { bytes: 70_000, times: 2 };
    const file = await download();
    expect(readFileSync(file).equals(onnx)).toBe(true);
    expect(stored().map((line) => line.split(' ')[2])).toEqual([undefined, 'bytes=70000-', 'bytes=140000-']);
  });

  it('goes on with what an earlier call left', async () => {
    const listing = await hub.lookUp('small', call());
    server.faults.slow = 5;
    const controller = new AbortController();
    const asked = hub.download({ listing, folder }, call(controller.signal));
    const part = path.join(folder, `small-${commit.slice(0, 12)}/onnx/model.onnx.part`);
    while (!existsSync(part) || statSync(part).size < 5000) await wait(5);
    controller.abort();
    const aborted = performance.now();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - aborted).toBeLessThan(300);
    const kept = statSync(part).size;
    expect(kept).toBeGreaterThan(0);
    delete server.faults.slow;
    expect(readFileSync(await download(listing)).equals(onnx)).toBe(true);
    expect(stored().at(-1)).toContain(`bytes=${kept}-`);
    expect(present()).toEqual(whole);
  });

  it('begins anew where the server cannot go on, or has another file now', async () => {
    server.faults.cut = { bytes: 50_000, times: 1 };
    server.faults.ignoresRange = true;
    expect(readFileSync(await download()).equals(onnx)).toBe(true);
    folder = mkdtempSync(path.join(tmpdir(), 'hub-'));
    server.faults.ignoresRange = false;
    server.faults.cut = { bytes: 50_000, times: 1 };
    const asked = download();
    while (server.faults.cut.times > 0) await wait(5);
    server.faults.etag = 'second';
    expect(readFileSync(await asked).equals(onnx)).toBe(true);
    expect(present()).toEqual(whole);
  });

  it('deletes what has another hash or size than announced, and takes it the next time', async () => {
    for (const fault of ['isCorrupt', 'isTooLong'] as const) {
      server.faults[fault] = true;
      await expect(download()).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringMatching(/is not what it announced .* deleted/),
      });
      expect(present()).toEqual(['config.json', 'preprocessor_config.json']);
      delete server.faults[fault];
    }
    expect(readFileSync(await download()).equals(onnx)).toBe(true);
  });

  it('begins anew where the part that was there is wrong', async () => {
    const listing = await hub.lookUp('small', call());
    await download(listing);
    const file = path.join(folder, `small-${commit.slice(0, 12)}/onnx/model.onnx`);
    writeFileSync(file, 'damaged');
    writeFileSync(`${file}.part`, Buffer.alloc(onnx.length));
    expect(readFileSync(await download(listing)).equals(onnx)).toBe(true);
  });

  it('waits for a server that is busy, and gives up with one sentence when it stays so', async () => {
    server.faults.busy = { status: 503, times: 1 };
    expect(readFileSync(await download()).equals(onnx)).toBe(true);
    folder = mkdtempSync(path.join(tmpdir(), 'hub-'));
    const listing = await hub.lookUp('small', call());
    await server.close();
    await expect(hub.download({ listing, folder }, call())).rejects.toMatchObject({
      code: 'not-readable',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ could not be reached \(.*\); try again later, .*\.$/),
    });
  });

  it('says which file is gone', async () => {
    const listing = await hub.lookUp('small', call());
    server.faults.status = 404;
    await expect(download(listing)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('follows no redirect without encryption, and none without end', async () => {
    server.faults.redirect = 'http://example.com/model.onnx';
    await expect(download()).rejects.toThrow(/redirects to example\.com without encryption/);
    server.faults.redirect = `/someone/small/resolve/${commit}/onnx/model.onnx`;
    await expect(download()).rejects.toThrow(/redirects without end/);
  });

  it('is one at a time: a second window waits, and then finds what the first one fetched', async () => {
    const listing = await hub.lookUp('small', call());
    server.faults.slow = 1;
    const [one, two] = await Promise.all([download(listing), download(listing)]);
    expect(one).toBe(two);
    expect(readFileSync(one).equals(onnx)).toBe(true);
    expect(stored()).toHaveLength(1);
  });

  it('writes nowhere but into its folder', async () => {
    const listing = await hub.lookUp('small', call());
    const evil = { ...listing, files: [{ ...listing.files[0], name: '../../evil.json' }] };
    await expect(download(evil)).rejects.toThrow(/is no file of a model/);
    expect(present()).toEqual([]);
  });

  const reason = noSmallDisk();
  it.skipIf(reason !== undefined)(
    `says that the disk is full before the first byte${reason ? ` (skipped: ${reason})` : ''}`,
    async () => {
      const disk = smallDisk(folder);
      try {
        writeFileSync(path.join(folder, 'ballast'), Buffer.alloc(1_900_000));
        const listing = await hub.lookUp('small', call());
        await expect(download(listing)).rejects.toMatchObject({
          code: 'disk-full',
          message: expect.stringContaining('has no room for 1 MB'),
        });
        expect(stored()).toEqual([]);
      } finally {
        disk.release();
      }
    },
  );
});
