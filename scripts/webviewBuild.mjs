// How the page of the panel is bundled: what it shows first in one file, each other view in files of its own that are loaded
// when it is opened. The tests bundle it the same way.
import { existsSync, readdirSync } from 'node:fs';
import { oneFirstFile } from './oneFirstFile.mjs';
import { onlyUsedIcons } from './usedIcons.mjs';

/** The styles of the views: `webview/<view>/<view>.css`. */
const viewStyles = readdirSync('webview')
  .map((name) => ({ in: `webview/${name}/${name}.css`, out: name }))
  .filter((entry) => existsSync(entry.in));

/** @type {import('esbuild').BuildOptions} */
export const webviewBuild = {
  entryPoints: [
    { in: 'webview/main.ts', out: 'webview' },
    // Of their own: what the script imported would be copied beside every view.
    { in: 'webview/style.css', out: 'webview' },
    { in: '@vscode/codicons/dist/codicon.css', out: 'codicon' },
    ...viewStyles,
  ],
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
