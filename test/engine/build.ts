import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** Bundles the engine as the product does, into a folder of this process, and says where its two files lie. */
export async function buildEngine(): Promise<{ engineFile: string; workerFile: string }> {
  const folder = path.resolve('.build', 'engine-test', String(process.pid));
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: { engine: 'src/engine/main.ts', worker: 'src/engine/worker.ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['onnxruntime-node', 'sharp'],
    outdir: folder,
    logLevel: 'warning',
  });
  return { engineFile: path.join(folder, 'engine.js'), workerFile: path.join(folder, 'worker.js') };
}

export const mediaFolder = path.resolve('media');
