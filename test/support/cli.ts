import path from 'node:path';
import { build } from 'esbuild';
import { run } from '../../src/cli/run.ts';

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export type Cli = (
  words: readonly string[],
  options?: { readonly directory?: string; readonly signal?: AbortSignal },
) => Promise<CliResult>;

/**
 * The command line inside this process, with the worker bundled as the product bundles it. Call it once per file: a call
 * of what it returns is one call of `next-batch`.
 */
export async function prepareCli(): Promise<Cli> {
  const outdir = path.resolve('.build/cli-test', String(process.pid));
  const options = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['onnxruntime-node', 'sharp'],
    outdir,
    logLevel: 'warning',
  } as const;
  await build({ ...options, entryPoints: { worker: 'src/engine/worker.ts' } });
  return async (words, { directory = process.cwd(), signal = new AbortController().signal } = {}) => {
    let out = '';
    let err = '';
    const code = await run(words, {
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      signal,
      directory,
      workerFile: path.join(outdir, 'worker.js'),
      mediaFolder: path.resolve('media'),
      version: '1.2.3',
    });
    return { code, out, err };
  };
}
