import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Matrix } from '../core/types.ts';
import { readNpyMatrix, writeNpy } from './npy.ts';

/** A map that was worked out, as it is kept. */
export interface KeptProjection {
  /** N x 2, NaN where a row has no place. */
  readonly points: Matrix;
  /** What a person was told of it. */
  readonly notes: readonly string[];
}

/** Maps in a cache folder: `projections/<key>.npy` and, written last, `<key>.json`. */
export interface ProjectionCache {
  /** Undefined where there is none, or it is damaged: it is worked out again. */
  read(key: string, rows: number): Promise<KeptProjection | undefined>;
  /** A map that cannot be kept is worked out again the next time. */
  write(key: string, projection: KeptProjection): Promise<void>;
}

export function projectionCache(cache: string): ProjectionCache {
  const folder = path.join(cache, 'projections');
  const file = (key: string, end: string): string => path.join(folder, `${key}.${end}`);
  return {
    async read(key, rows) {
      try {
        const { notes } = JSON.parse(await readFile(file(key, 'json'), 'utf8')) as Partial<KeptProjection>;
        const points = await readNpyMatrix(file(key, 'npy'));
        return points.rows === rows && points.cols === 2 ? { points, notes: notes ?? [] } : undefined;
      } catch {
        return undefined;
      }
    },
    async write(key, { points, notes }) {
      try {
        await mkdir(folder, { recursive: true });
        const written = file(key, `${process.pid}.tmp`);
        await writeNpy(written, points);
        await rename(written, file(key, 'npy'));
        await writeFile(written, JSON.stringify({ notes }));
        await rename(written, file(key, 'json'));
      } catch {
        // Said above: it is worked out again.
      }
    },
  };
}
