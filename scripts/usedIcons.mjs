// An esbuild plugin: of the icon font and its style sheet only what the page names, for it is loaded before anything is shown.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import subsetFont from 'subset-font';

const rule = /\.codicon-([a-z0-9-]+):before \{ content: "\\([0-9a-f]+)" \}\n?/g;

/** Words that stand in quotes in the sources of a folder, or after `codicon-`: more than the icons, but all of them. */
function quotedWords(folder) {
  const words = new Set();
  for (const name of readdirSync(folder, { recursive: true }))
    if (name.endsWith('.ts'))
      for (const [, quoted, icon] of readFileSync(path.join(folder, name), 'utf8').matchAll(
        /['"`]([a-z0-9-]+)['"`]|codicon-([a-z0-9-]+)/g,
      ))
        words.add(quoted ?? icon);
  return words;
}

/** The sheet without the icons that nobody names, and the characters of the others. */
export function usedIcons(sheet, words) {
  const characters = [];
  const kept = sheet.replace(rule, (whole, name, code) => {
    if (!words.has(name)) return '';
    characters.push(String.fromCodePoint(Number.parseInt(code, 16)));
    return whole;
  });
  return { sheet: kept, characters };
}

/** Only icons that are named in the sources of `folder`. */
export function onlyUsedIcons(folder) {
  return {
    name: 'only-used-icons',
    setup({ onLoad }) {
      onLoad({ filter: /codicon\.css$/ }, ({ path: file }) => {
        const { sheet } = usedIcons(readFileSync(file, 'utf8'), quotedWords(folder));
        return { contents: sheet, loader: 'css' };
      });
      onLoad({ filter: /codicon\.ttf$/ }, async ({ path: file }) => {
        const sheet = readFileSync(file.replace(/\.ttf$/, '.css'), 'utf8');
        const { characters } = usedIcons(sheet, quotedWords(folder));
        const font = await subsetFont(readFileSync(file), characters.join(''), { targetFormat: 'sfnt' });
        return { contents: font, loader: 'file' };
      });
    },
  };
}
