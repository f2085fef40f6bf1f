import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EarlierMap } from '../core/projection/earlierMap.ts';
import { npyIdsHeader, readNpyIds, readNpyMatrix, writeNpy } from './npy.ts';

/** What a map is told by, beside its points. */
interface Told {
  /** What its points are known by. */
  readonly key: string;
  /** How it was made: maps can be gone on with where this is the same. */
  readonly made: string;
  readonly method: 'pca' | 'umap';
  readonly notes: readonly string[];
  readonly fitted: number;
  readonly placed: number;
}

/** A map that was worked out, as it is kept. */
export type KeptProjection = Told & EarlierMap;

/** Maps in a cache folder: `projections/<name>.npy` (points), `<name>.rows.npy` (fingerprints) and, written last, `<name>.json`. */
export interface ProjectionCache {
  /** Undefined where there is none, or it is damaged: it is worked out again. */
  read(name: string): Promise<KeptProjection | undefined>;
  /** The maps made like this, the latest first; a few at most. */
  madeLike(made: string): Promise<readonly KeptProjection[]>;
  /** A map that cannot be kept is worked out again the next time. */
  write(name: string, projection: KeptProjection): Promise<void>;
}

const mostLookedAt = 3;
/** Older ones are deleted: with every batch of new images there is another. */
const mostKept = 20;
const ending = '.json';

export function projectionCache(cache: string): ProjectionCache {
  const folder = path.join(cache, 'projections');
  const file = (name: string, end: string): string => path.join(folder, `${name}.${end}`);

  async function readTold(name: string): Promise<Told> {
    return JSON.parse(await readFile(file(name, 'json'), 'utf8')) as Told;
  }

  async function read(name: string): Promise<KeptProjection | undefined> {
    try {
      const told = await readTold(name);
      const points = await readNpyMatrix(file(name, 'npy'));
      const rows = await readNpyIds(file(name, 'rows.npy'));
      if (points.cols !== 2 || rows.length !== points.data.length || !Array.isArray(told.notes))
        return undefined;
      return { ...told, points: points.data, rows };
    } catch {
      return undefined;
    }
  }

  /** Names of the maps there are. */
  async function latestFirst(): Promise<readonly string[]> {
    const files = await readdir(folder).catch(() => []);
    const names = files.filter((one) => one.endsWith(ending)).map((one) => one.slice(0, -ending.length));
    const times = await Promise.all(
      names.map((name) =>
        stat(file(name, 'json')).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      ),
    );
    const order = [...names.keys()].sort((a, b) => times[b] - times[a]);
    return order.map((i) => names[i]);
  }

  async function prune(): Promise<void> {
    for (const name of (await latestFirst()).slice(mostKept))
      for (const end of ['json', 'npy', 'rows.npy']) await rm(file(name, end), { force: true });
  }

  return {
    read,
    async madeLike(made) {
      const alike: string[] = [];
      for (const name of await latestFirst()) {
        const like = await readTold(name).then(
          (told) => told?.made === made,
          () => false,
        );
        if (like && alike.push(name) === mostLookedAt) break;
      }
      const kept = await Promise.all(alike.map(read));
      return kept.filter((one) => one !== undefined);
    },
    async write(name, { points, rows, ...told }) {
      const written = file(name, `${process.pid}.tmp`);
      try {
        await mkdir(folder, { recursive: true });
        await writeNpy(written, { data: points, rows: points.length / 2, cols: 2 });
        await rename(written, file(name, 'npy'));
        await writeIds(written, rows);
        await rename(written, file(name, 'rows.npy'));
        await writeFile(written, JSON.stringify(told));
        await rename(written, file(name, 'json'));
        await prune();
      } catch {
        // Said above: it is worked out again.
      }
    },
  };
}

async function writeIds(to: string, ids: Int32Array): Promise<void> {
  const handle = await open(to, 'w');
  try {
    await handle.writeFile(npyIdsHeader(ids.length));
    await handle.writeFile(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength));
  } finally {
    await handle.close();
  }
}
