// Imports TypeScript of this repository into a script: bundled in memory.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** What a program of `export … from './src/…'` lines exports. */
export async function importTypeScript(program) {
  const bundled = await build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    write: false,
    format: 'esm',
    logLevel: 'warning',
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].contents).toString('base64')}`
  );
}
