// How the page of the panel is bundled: what it shows first in one file, each other view in files of its own that are loaded
// when it is opened. The tests bundle it the same way.
import { existsSync, readdirSync } from 'node:fs';
import { oneFirstFile } from './oneFirstFile.mjs';
import { onlyUsedIcons } from './usedIcons.mjs';

/** The styles of the views: `webview/<view>/<view>.css`. */
const viewStyles = readdirSync('webview')
  .map((name) => [name, `webview/${name}/${name}.css`])
  .filter(([, file]) => existsSync(file));

/** @type {import('esbuild').BuildOptions} */
export const webviewBuild = {
  entryPoints: {
    webview: 'webview/main.ts',
    codicon: '@vscode/codicons/dist/codicon.css',
    ...Object.fromEntries(viewStyles),
  },
  bundle: true,
  platform: 'browser',
  target: 'chrome120',
  format: 'esm',
  splitting: true,
  loader: { '.ttf': 'file' },
  plugins: [onlyUsedIcons('webview'), oneFirstFile('webview/main.ts')],
  assetNames: '[name]',
  chunkNames: '[name]-[hash]',
  logLevel: 'warning',
};
