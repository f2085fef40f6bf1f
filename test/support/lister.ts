import path from 'node:path';
import { build } from 'esbuild';

/** Bundles the thread that lists folders as the product does, into a folder of this process; returns its file. */
export async function buildLister(): Promise<string> {
  const outdir = path.resolve('.build/lister-test', String(process.pid));
  await build({
    entryPoints: ['src/dataset/listing/lister.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    outdir,
    logLevel: 'warning',
  });
  return path.join(outdir, 'lister.js');
}
