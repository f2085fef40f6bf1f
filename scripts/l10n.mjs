// Collects the messages of the extension and of its page into l10n/bundle.l10n.json; --check fails where it is behind.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { importTypeScript, root } from './importTypeScript.mjs';

const file = path.join(root, 'l10n/bundle.l10n.json');
const rooms = ['src/extension', 'webview'];
/** The page's `t`; the collector knows only `l10n.t` of VS Code, and reads `t(…)` as that. */
const pageCall = /(?<![\w.$])t\(/g;
/** A message must be a literal, or one name: that of a text which a table holds. */
const computed = /\bl10n\.t\((?!\s*['"`{]|\w+\))/;

function sources(room) {
  return readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'l10n.ts')
    .map((name) => source(path.join(room, name), room === 'webview'));
}

function source(name, isPage) {
  const text = readFileSync(path.join(root, name), 'utf8');
  const contents = isPage ? `import { l10n } from 'vscode';\n${text.replaceAll(pageCall, 'l10n.t(')}` : text;
  if (computed.test(contents)) throw new Error(`${name}: the first argument of t must be a literal.`);
  return { extension: '.ts', contents };
}

/** What the tables say and the page shows. */
async function tableTexts() {
  const { commandTable, strategies } = await importTypeScript(`
    export { commandTable } from './src/extension/commandTable.ts';
    export { strategies } from './src/protocol/strategies.ts';`);
  const titles = Object.values(commandTable).map(({ title }) => title);
  return [...titles, ...strategies.flatMap(({ title, summary }) => [title, summary])];
}

const found = await getL10nJson(rooms.flatMap(sources));
for (const text of await tableTexts()) found[text] = text;
const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
const after = `${JSON.stringify(sorted, null, 2)}\n`;

if (!process.argv.includes('--check')) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, after);
} else if (readFileSync(file, 'utf8') !== after) {
  console.error('l10n/bundle.l10n.json is behind the sources; run "npm run fix".');
  process.exit(1);
}
