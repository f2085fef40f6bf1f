import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.ts';
import { readEmbeddings } from '../../src/dataset/embeddings.ts';
import { openEmbeddings } from '../../src/dataset/embeddingWriter.ts';
import { readNpyMatrix } from '../../src/dataset/npy.ts';

const D = 3;
const never = new AbortController().signal;
const fresh = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'embeddings-')), 'encoder');
const file = (i: number) => ({ path: `images/${i}.jpg`, size: 100 + i, mtimeMs: 5 });
const hash = (i: number): string => i.toString(16).padStart(32, '0');
const row = (i: number): Float32Array => Float32Array.of(i, i + 0.5, -i);

async function addRows(folder: string, from: number, to: number): Promise<void> {
  const writer = await openEmbeddings(folder, D, { signal: never });
  for (let i = from; i < to; i++) writer.addRow(file(i), hash(i), row(i), false);
  await writer.close();
}

/** All rows that the index knows, checked against the bytes on the disk. */
async function knownRows(folder: string, upTo: number): Promise<number[]> {
  const index = await readEmbeddings(folder);
  const known: number[] = [];
  for (let i = 0; i < upTo; i++) {
    const content = index.contentOf(hash(i));
    if (content?.kind !== 'row') continue;
    const { data } = await readNpyMatrix(path.join(folder, `${String(content.shard).padStart(4, '0')}.npy`));
    expect([...data.subarray(content.row * D, content.row * D + D)]).toEqual([...row(i)]);
    expect(index.hashOf(file(i))).toBe(hash(i));
    known.push(i);
  }
  return known;
}

describe('embedding shards', () => {
  it('are read back, row by row and file by file', async () => {
    const folder = fresh();
    const writer = await openEmbeddings(folder, D, { signal: never });
    writer.addRow(file(1), hash(1), row(1), true);
    writer.addFile(file(2), hash(1));
    writer.addError(file(3), hash(3), 'It is broken.');
    await writer.close();
    const index = await readEmbeddings(folder);
    expect(index.dimensions).toBe(D);
    expect(index.contentOf(hash(1))).toEqual({ kind: 'row', shard: 0, row: 0, large: true });
    expect(index.hashOf(file(2))).toBe(hash(1));
    expect(index.contentOf(hash(3))).toEqual({ kind: 'error', reason: 'It is broken.' });
    expect(index.hashOf({ ...file(1), mtimeMs: 6 })).toBeUndefined();
    expect(index.hashOf({ ...file(1), size: 1 })).toBeUndefined();
  });

  it('are empty where there is no folder', async () => {
    const index = await readEmbeddings(path.join(tmpdir(), 'there-is-no-such-folder'));
    expect([index.dimensions, index.hashOf(file(1))]).toEqual([0, undefined]);
  });

  it('hold 4,096 rows; more rows leave full shards untouched', async () => {
    const folder = fresh();
    await addRows(folder, 0, 4100);
    expect(readdirSync(folder).sort()).toEqual(['0000.jsonl', '0000.npy', '0001.jsonl', '0001.npy']);
    expect((await readNpyMatrix(path.join(folder, '0000.npy'))).rows).toBe(4096);
    const before = statSync(path.join(folder, '0000.npy'));
    const length = statSync(path.join(folder, '0001.jsonl')).size;
    await addRows(folder, 4100, 4103);
    const after = statSync(path.join(folder, '0000.npy'));
    expect([after.mtimeMs, after.ino]).toEqual([before.mtimeMs, before.ino]);
    const added = statSync(path.join(folder, '0001.jsonl')).size - length;
    expect(added).toBeLessThan(3 * 150);
    expect((await readNpyMatrix(path.join(folder, '0001.npy'))).rows).toBe(7);
    const index = await readEmbeddings(folder);
    expect(index.contentOf(hash(4102))).toMatchObject({ shard: 1, row: 6 });
  });

  it('cut at any byte, keep every row before the cut and go on from there', async () => {
    const whole = fresh();
    await addRows(whole, 0, 40);
    const rng = createRng('cuts');
    for (let trial = 0; trial < 60; trial++) {
      const folder = fresh();
      mkdirSync(folder, { recursive: true });
      for (const name of ['0000.npy', '0000.jsonl'])
        copyFileSync(path.join(whole, name), path.join(folder, name));
      const cutRows = trial % 3 !== 0;
      const target = path.join(folder, cutRows ? '0000.npy' : '0000.jsonl');
      const size = statSync(target).size;
      const at = rng.below(size + 1);
      truncateSync(target, at);
      if (!cutRows && trial % 2 === 0)
        appendFileSync(target, Buffer.from(Array.from({ length: 7 }, () => rng.below(256))));
      const lines = readFileSync(path.join(folder, '0000.jsonl'), 'utf8').split('\n').length - 1;
      const held = Math.max(0, Math.floor((statSync(path.join(folder, '0000.npy')).size - 128) / (4 * D)));
      const expected = cutRows ? Math.min(lines, held) : undefined;

      const writer = await openEmbeddings(folder, D, { signal: never });
      const survivors = Array.from({ length: 40 }, (_, i) => i).filter(
        (i) => writer.contentOf(hash(i)) !== undefined,
      );
      expect(survivors).toEqual(survivors.map((_, i) => i));
      if (expected !== undefined) expect(survivors.length, `cut at ${at}`).toBe(expected);
      for (let i = 0; i < 40; i++) if (!survivors.includes(i)) writer.addRow(file(i), hash(i), row(i), false);
      await writer.close();
      for (const name of ['0000.npy', '0000.jsonl'])
        expect(
          Buffer.compare(readFileSync(path.join(folder, name)), readFileSync(path.join(whole, name))),
          `${name} cut at ${at}`,
        ).toBe(0);
    }
  });

  it('of another width or with a damaged header are dropped', async () => {
    const folder = fresh();
    await addRows(folder, 0, 5);
    const damaged = readFileSync(path.join(folder, '0000.npy'));
    damaged[20] ^= 255;
    writeFileSync(path.join(folder, '0000.npy'), damaged);
    expect(await knownRows(folder, 5)).toEqual([]);
    await addRows(folder, 3, 5);
    expect(await knownRows(folder, 5)).toEqual([3, 4]);
  });

  it('show a reader only rows that are on the disk while a writer is at work', async () => {
    const folder = fresh();
    const writer = await openEmbeddings(folder, D, { signal: never });
    writer.addRow(file(0), hash(0), row(0), false);
    await writer.flush();
    writer.addRow(file(1), hash(1), row(1), false);
    expect(await knownRows(folder, 2)).toEqual([0]);
    await writer.close();
    expect(await knownRows(folder, 2)).toEqual([0, 1]);
  });
});

describe('the lock of an encoder folder', () => {
  it('lets a second writer wait, tell so, and see what the first wrote', async () => {
    const folder = fresh();
    const first = await openEmbeddings(folder, D, { signal: never });
    first.addRow(file(0), hash(0), row(0), false);
    let waited = 0;
    const second = openEmbeddings(folder, D, { signal: never, onWait: () => waited++ });
    await expect.poll(() => waited, { timeout: 5000 }).toBeGreaterThan(0);
    await first.close();
    const writer = await second;
    expect(writer.contentOf(hash(0))).toBeDefined();
    await writer.close();
  });

  it('lets a waiting writer be cancelled', async () => {
    const folder = fresh();
    const first = await openEmbeddings(folder, D, { signal: never });
    const controller = new AbortController();
    const second = openEmbeddings(folder, D, { signal: controller.signal, onWait: () => controller.abort() });
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    await first.close();
  });

  it('of a dead process is taken over at once', async () => {
    const folder = fresh();
    mkdirSync(folder, { recursive: true });
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(path.join(folder, 'lock'), JSON.stringify({ pid: dead, host: hostname(), token: 'x' }));
    await addRows(folder, 0, 1);
    expect(readdirSync(folder)).not.toContain('lock');
  });
});
