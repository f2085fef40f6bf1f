// What is loaded: by the extension host, by the panel before it shows anything, and by the panel once every view was opened.
//   node --import tsx test/acceptance/bundleSize.ts
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { report } from '../support/measurement.ts';

/** Files of the panel besides scripts. */
const assets = ['webview.css', 'codicon.css', 'codicon.ttf'];

function main(): void {
  const extension = readFileSync('dist/extension.js').length / 1000;
  report({
    item: 'size of extension.js',
    value: Math.round(extension),
    unit: 'kB',
    target: '< 250',
    pass: extension < 250,
  });
  const first = [...scripts('webview.js', staticImports), ...assets];
  reportSize(`size of the panel's first view, gzipped: ${first.join(', ')}`, first, 120);
  const others = [...scripts('webview.js', allImports)].filter((name) => !first.includes(name));
  const styles = readdirSync('dist').filter((name) => name.endsWith('.css') && !assets.includes(name));
  const whole = [...first, ...others, ...styles];
  reportSize(`size of the whole panel with all its views, gzipped: ${whole.length} files`, whole, 300);
}

function reportSize(item: string, names: readonly string[], most: number): void {
  const sizes = names.map((name) => gzipSync(readFileSync(`dist/${name}`), { level: 9 }).length / 1000);
  const value = Math.round(sizes.reduce((sum, size) => sum + size, 0) * 10) / 10;
  report({ item, value, unit: 'kB', target: `<= ${most}`, pass: value <= most });
}

const staticImports = /(?:from|import)\s*"\.\/([^"]+\.js)"/g;
const allImports = /(?:from|import)\s*\(?\s*"\.\/([^"]+\.js)"/g;

/** A script with all that it imports, and what those import. */
function scripts(entry: string, pattern: RegExp, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(entry)) return known;
  known.add(entry);
  for (const [, name] of readFileSync(`dist/${entry}`, 'utf8').matchAll(pattern))
    scripts(name, pattern, known);
  return known;
}

main();
