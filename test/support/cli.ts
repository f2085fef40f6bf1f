import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { build } from 'esbuild';
import { run } from '../../src/cli/run.ts';
import type { System } from '../../src/engine/systems.ts';

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export type Cli = (
  words: readonly string[],
  options?: {
    readonly directory?: string;
    readonly signal?: AbortSignal;
    readonly system?: System;
    /** What is sent to stdin. */
    readonly input?: string;
  },
) => Promise<CliResult>;

/**
 * The command line inside this process, with the worker bundled as the product bundles it. Call it once per file: a call
 * of what it returns is one call of `next-batch`.
 */
export async function prepareCli(): Promise<Cli> {
  const workerFile = await bundle('worker', 'src/engine/worker.ts');
  return async (
    words,
    { directory = process.cwd(), signal = new AbortController().signal, system, input } = {},
  ) => {
    let out = '';
    let err = '';
    const code = await run(words, {
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      signal,
      directory,
      workerFile,
      mediaFolder: path.resolve('media'),
      version: '1.2.3',
      ...(system && { system }),
      ...(input !== undefined && { stdin: Readable.from([input]) }),
    });
    return { code, out, err };
  };
}

/** Bundles the program itself and returns its file. */
export async function buildCli(): Promise<string> {
  await bundle('worker', 'src/engine/worker.ts');
  return bundle('cli', 'src/cli/main.ts');
}

/** A tree of this process, laid out like the product's: dist beside media and package.json. */
async function bundle(name: string, entry: string): Promise<string> {
  const root = path.resolve('.build/cli-test', String(process.pid));
  if (mkdirSync(path.join(root, 'dist'), { recursive: true }) !== undefined) {
    for (const part of ['media', 'package.json']) symlinkSync(path.resolve(part), path.join(root, part));
    process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  }
  await build({
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['onnxruntime-node', 'sharp'],
    outdir: path.join(root, 'dist'),
    logLevel: 'warning',
    entryPoints: { [name]: entry },
  });
  return path.join(root, 'dist', `${name}.js`);
}
