// An esbuild plugin: what the page shows first is one file. Otherwise each set of modules that it shares with another set of
// views would be a file of its own, a dozen of them, and the first view waits for each.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Every module that is loaded on demand counts as using all of `entry`, which is loaded by then. */
export function oneFirstFile(entry) {
  return {
    name: 'one-first-file',
    setup({ onResolve, onLoad }) {
      const onDemand = new Set();
      onResolve({ filter: /^\./ }, ({ kind, path: name, resolveDir }) => {
        if (kind === 'dynamic-import') onDemand.add(path.resolve(resolveDir, name));
        return undefined;
      });
      onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        if (!onDemand.has(file)) return undefined;
        const contents = `${readFileSync(file, 'utf8')}\nimport ${JSON.stringify(path.resolve(entry))};\n`;
        return { contents, loader: 'ts' };
      });
    },
  };
}
