import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './workbench.ts';

/** Bundles test/extension, one file per suite beside its entry. Returns the entry for `extensionTestsPath`. */
export async function bundleSuite(): Promise<string> {
  const folder = path.join(root, 'test/extension');
  const names = readdirSync(folder).filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
  const outdir = await bundle(
    'extension-tests',
    names.map((name) => path.join(folder, name)),
  );
  return path.join(outdir, 'index.js');
}

/** Bundles one program of `inHost`, whose `run` VS Code calls in the extension host. */
export async function bundleInHost(name: string): Promise<string> {
  const outdir = await bundle(name, [path.join(root, `test/e2e/inHost/${name}.ts`)]);
  return path.join(outdir, `${name}.js`);
}

async function bundle(name: string, entryPoints: readonly string[]): Promise<string> {
  // In the tree, because mocha is found from there; of this process alone, because two may run at once.
  const outdir = path.join(root, '.build/in-host', `${name}-${process.pid}`);
  process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
  await build({
    entryPoints: [...entryPoints],
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outdir;
}
