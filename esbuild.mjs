// Six explicit builds: what runs in VS Code, the libraries it may need, its thread that lists folders, what runs in the
// engine process, on the command line, and in the webview.
import { rmSync } from 'node:fs';
import { build, context } from 'esbuild';
import { librariesBeside, libraryEntries } from './scripts/librariesBeside.mjs';
import { registryAsData } from './scripts/registryAsData.mjs';
import { webviewBuild } from './scripts/webviewBuild.mjs';

const watch = process.argv.includes('--watch');
const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  external: ['vscode', 'onnxruntime-node', 'sharp'],
  // jsonc-parser's `main` is UMD, which a bundler cannot follow.
  mainFields: ['module', 'main'],
  outdir: 'dist',
  logLevel: 'warning',
};

const extension = {
  ...node,
  entryPoints: ['src/extension/extension.ts'],
  minify: true,
  plugins: [registryAsData, librariesBeside('./libraries')],
};
const libraries = {
  ...node,
  entryPoints: libraryEntries,
  minify: true,
  sourcemap: false,
  plugins: [registryAsData, librariesBeside('.')],
};
const lister = {
  ...node,
  entryPoints: ['src/dataset/listing/lister.ts'],
  minify: true,
};
const engine = {
  ...node,
  entryPoints: { engine: 'src/engine/main.ts', worker: 'src/engine/worker.ts' },
};
const cli = {
  ...node,
  entryPoints: { cli: 'src/cli/main.ts' },
  banner: { js: '#!/usr/bin/env node' },
};
const webview = { ...webviewBuild, minify: true, sourcemap: true, outdir: 'dist' };

const builds = [extension, libraries, lister, engine, cli, webview];
if (watch) {
  for (const options of builds) await (await context(options)).watch();
} else {
  rmSync('dist', { recursive: true, force: true });
  await Promise.all(builds.map((options) => build(options)));
}
