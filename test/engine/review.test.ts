import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { type ReviewRequest, type ReviewResult, reviewChecks } from '../../src/protocol/review.ts';
import { temporaryFolder } from '../support/datasets.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { listFolder, paint, quietCall } from './images.ts';

let engine: Engine;
beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
});
afterAll(() => engine.close());

/** 24 pictures, copies of two of them in other ways, an equal file, and one that is none. */
async function pictures(): Promise<string> {
  const folder = path.join(temporaryFolder(), 'images');
  const save = async (name: string, image: Sharp): Promise<void> =>
    writeFileSync(path.join(folder, name), await image.toBuffer());
  mkdirSync(folder, { recursive: true });
  const original = async (seed: number): Promise<Sharp> =>
    sharp(await paint(seed, 160, 120), { raw: { width: 160, height: 120, channels: 3 } });
  for (let i = 0; i < 24; i++)
    await save(`${String(i).padStart(2, '0')}.jpg`, (await original(i)).jpeg({ quality: 95 }));
  await save('half of 03.jpg', (await original(3)).resize(80).jpeg());
  await save('mirror of 03.jpg', (await original(3)).flop().jpeg());
  await save(
    'part of 05.jpg',
    (await original(5)).extract({ left: 8, top: 0, width: 152, height: 114 }).jpeg(),
  );
  copyFileSync(path.join(folder, '07.jpg'), path.join(folder, 'same as 07.jpg'));
  writeFileSync(path.join(folder, 'broken.jpg'), 'no picture');
  return folder;
}

async function reviewOf(folder: string, more: Partial<ReviewRequest> = {}, embeds = true) {
  const images = listFolder(folder);
  const source = {
    kind: 'folder',
    images,
    encoder: { model: 'builtin' },
    cache: path.join(folder, '../cache'),
  } as const;
  if (embeds) await engine.embed({ ...source, thumbnails: false }, quietCall());
  const labels = new Int32Array(images.length).fill(-1);
  const request = { source, classes: [], labels, excluded: new Int32Array(0), seed: 0, ...more };
  const result = await engine.review(request, quietCall());
  return { images, result };
}

function told({ findings }: ReviewResult, check: string, images: readonly { readonly path: string }[]) {
  return findings
    .filter((finding) => finding.check === check)
    .map(({ rows }) => Array.from(rows, (row) => images[row].path));
}

describe('reviewing a folder', () => {
  it('finds equal files, copies in other ways, and files that are no pictures', async () => {
    const { images, result } = await reviewOf(await pictures());
    expect(told(result, 'exact-duplicates', images)).toEqual([['07.jpg', 'same as 07.jpg']]);
    expect(told(result, 'near-duplicates', images).sort()).toEqual([
      ['03.jpg', expect.any(String), expect.any(String)],
      ['05.jpg', 'part of 05.jpg'],
    ]);
    expect(told(result, 'unreadable', images)).toEqual([['broken.jpg']]);
  });

  it('embeds nothing: without embeddings it looks for what it can, and says so', async () => {
    const folder = await pictures();
    const { result } = await reviewOf(folder, {}, false);
    const early = result.checks.filter(({ state }) => state === 'too-early');
    expect(early.find(({ check }) => check === 'near-duplicates')?.note).toBe(
      'It needs embeddings; embed the folder first.',
    );
    expect(result.findings.map(({ check }) => check)).toContain('exact-duplicates');
  });

  it('of rows from a file has no pictures to look at', async () => {
    const embeddings = path.join(temporaryFolder(), 'x.npy');
    const { points } = clusteredMatrix(60, 8, 3, 1, 0.5);
    points.data.copyWithin(8, 0, 8);
    await writeNpy(embeddings, points);
    const names = Array.from({ length: 60 }, (_, i) => String(i));
    const { checks, findings } = await engine.review(
      {
        source: { kind: 'file', embeddings, names },
        classes: [],
        labels: new Int32Array(60).fill(-1),
        excluded: new Int32Array(0),
        seed: 0,
        checks: ['near-duplicates', 'exact-duplicates'],
      },
      quietCall(),
    );
    expect(checks.map(({ check, state }) => [check, state])).toEqual([
      ['exact-duplicates', 'too-early'],
      ['near-duplicates', 'done'],
    ]);
    expect(findings.map(({ rows }) => [...rows])).toEqual([[0, 1]]);
  });

  it('ends with `cancelled` at once, and goes on where it stopped', async () => {
    const folder = await pictures();
    const images = listFolder(folder);
    const cache = path.join(folder, '../cache');
    const source = { kind: 'folder', images, encoder: { model: 'builtin' }, cache } as const;
    const request = {
      source,
      classes: [],
      labels: new Int32Array(images.length).fill(-1),
      excluded: new Int32Array(0),
      seed: 0,
      checks: reviewChecks,
    };
    const controller = new AbortController();
    let cancelledAt = 0;
    const progress = ({ phase }: { readonly phase: string }): void => {
      if (phase !== 'read' || controller.signal.aborted) return;
      cancelledAt = performance.now();
      controller.abort();
    };
    await expect(engine.review(request, { signal: controller.signal, progress })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(cancelledAt).toBeGreaterThan(0);
    expect((await engine.review(request, quietCall())).checks.length).toBeGreaterThan(5);
  });
});
