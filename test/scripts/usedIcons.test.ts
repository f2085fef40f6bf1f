import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { usedIcons } from '../../scripts/usedIcons.mjs';

const sheet = readFileSync('node_modules/@vscode/codicons/dist/codicon.css', 'utf8');

test('of the icon font only what is named is kept, with the rules that all icons share', () => {
  const { sheet: kept, characters } = usedIcons(sheet, new Set(['close', 'arrow-right', 'no-such-icon']));
  expect(kept.match(/\.codicon-[a-z-]+:before/g)).toEqual(
    ['.codicon-close:before', '.codicon-arrow-right:before']
      .filter((rule) => sheet.includes(rule))
      .sort((a, b) => sheet.indexOf(a) - sheet.indexOf(b)),
  );
  expect(characters).toHaveLength(2);
  expect(kept).toContain('@font-face');
  expect(kept).toContain(".codicon[class*='codicon-']");
});

test('the sheet is written as it is read here', () => {
  const rules = sheet.match(/:before \{ content: /g)?.length ?? 0;
  const names = [...sheet.matchAll(/\.codicon-([a-z0-9-]+):before/g)].map(([, name]) => name);
  const { characters } = usedIcons(sheet, new Set(names));
  expect(rules).toBeGreaterThan(500);
  expect(characters).toHaveLength(rules);
});
