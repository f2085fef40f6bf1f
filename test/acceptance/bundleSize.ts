// What is loaded: by the extension host, and by the panel before it shows anything.
//   node --import tsx test/acceptance/bundleSize.ts
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { report } from '../support/measurement.ts';

const firstView = ['webview.js', 'webview.css', 'codicon.css', 'codicon.ttf'];

function main(): void {
  const extension = readFileSync('dist/extension.js').length / 1000;
  report({
    item: 'size of extension.js',
    value: Math.round(extension),
    unit: 'kB',
    target: '< 250',
    pass: extension < 250,
  });
  const sizes = firstView.map((name) => gzipSync(readFileSync(`dist/${name}`), { level: 9 }).length / 1000);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  report({
    item: `size of the panel's first view, gzipped: ${firstView.join(', ')}`,
    value: Math.round(total),
    unit: 'kB',
    target: '<= 120',
    pass: total <= 120,
  });
}

main();
