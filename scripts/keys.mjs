// Writes docs/keys.md from the tables of keys; --check fails where it differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { importTypeScript, root } from './importTypeScript.mjs';

const file = `${root}docs/keys.md`;

const { defaultKeys, keyActionNames, keyScope, shownKeys, keyTitles, editorKeys } = await importTypeScript(`
  export { keyScope } from './src/core/keys.ts';
  export { defaultKeys, keyActionNames } from './src/protocol/keys.ts';
  export { editorKeys, keyTitles, shownKeys } from './webview/keys.ts';`);

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const code = (text) =>
  text
    .split(', ')
    .map((key) => `\`${key}\``)
    .join(' ');
const singleKeys = (names) =>
  table(
    ['key', 'what it does', 'name in `nextBatch.keys`'],
    names.map((name) => [code(shownKeys(defaultKeys, name)), keyTitles[name], `\`${name}\``]),
  );
const ofTopics = (...topics) =>
  editorKeys.filter(({ topic }) => topics.includes(topic)).map(({ shown, title }) => [code(shown), title]);

const after = `# Keys of the panel

Written from the tables by \`node scripts/keys.mjs\`; \`?\` in the panel shows the keys as they are in your window.

## Labeling

\`1\` … \`9\`, \`0\` label with class 1 to 10 and go on to the next image; with Shift, class 11 to 20. On the number pad and on
keyboards where digits need Shift they go by the place of the key. A class can have a key of its own too: right-click it in
the palette, *Key …*, and press the key. A key that is a command, or another class's, is refused with a sentence that says so.

A key that is held decides once; only keys that move, zoom or undo go on while they are held.

Keys mean nothing in text fields: a \`1\` typed there is a \`1\`.

## Single keys

${singleKeys(keyActionNames.filter((name) => keyScope(name) !== 'relations'))}

The setting \`nextBatch.keys\` gives actions other keys:

\`\`\`json
"nextBatch.keys": { "skip": "s", "nextUndecided": ["n", "j"] }
\`\`\`

A key is one character or a name: ${'`Space`, `Enter`, `Escape`, `Backspace`, `Delete`, `Insert`, `ArrowLeft`, `ArrowRight`, `ArrowUp`, `ArrowDown`, `PageUp`, `PageDown`, `Home`, `End`'},
with \`Shift+\` before it if you like. An empty list takes the key away. Digits stay with the classes. A fault in the setting (an
unknown name, one key for two actions) is told in the panel, and until it is mended the usual keys apply.

## With Ctrl, Cmd or Shift

${table(['key', 'what it does'], ofTopics('label', 'move', 'select', 'look'))}

Undo and redo are commands too (*Undo Last Act*, *Redo*), so VS Code's own keyboard shortcuts can be given to them.

## In Relations

Questions and groups have keys of their own there: \`F\` flags images elsewhere and says *different* of a pair. There a key of
this table goes before what it means elsewhere, and the keys that classes have of their own mean nothing in a question.

${singleKeys(keyActionNames.filter((name) => keyScope(name) === 'relations'))}

${table(['key', 'what it does'], ofTopics('relations'))}

## In the class palette

${table(['key', 'what it does'], ofTopics('classes'))}
`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, after);
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== after) {
  console.error('docs/keys.md differs from the tables of keys; run "npm run fix".');
  process.exit(1);
}
