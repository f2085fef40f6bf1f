import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './workbench.ts';

/** Bundles test/extension, one file per suite beside its entry. Returns the entry for `extensionTestsPath`. */
export async function bundleSuite(): Promise<string> {
  const from = path.join(root, 'test/extension');
  const outdir = path.join(root, '.build/extension-tests');
  rmSync(outdir, { recursive: true, force: true });
  const names = readdirSync(from).filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
  await build({
    entryPoints: names.map((name) => path.join(from, name)),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(outdir, 'index.js');
}
