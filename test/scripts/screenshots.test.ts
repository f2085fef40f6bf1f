import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { themes } from '../e2e/themes.ts';
import { firstViews, views } from '../e2e/views.ts';

const folder = 'docs/screenshots';
const names = [...firstViews, ...views].map(({ name }) => name);

test('every view has a picture in every theme, none is too large, and none is left over', () => {
  const wanted = names.flatMap((name) => themes.map((theme) => `${name}-${theme.name}.png`));
  const found = readdirSync(folder).filter((name) => name.endsWith('.png'));
  expect(found.toSorted()).toEqual(wanted.toSorted());
  for (const name of found) expect(statSync(path.join(folder, name)).size, name).toBeLessThan(300_000);
});

test('each view has its line', () => {
  const text = readFileSync(path.join(folder, 'README.md'), 'utf8');
  const lines = [...text.matchAll(/^\| \[([\w-]+)\]\(\1-[\w-]+\.png\) \|.+\|.+\|$/gm)].map(
    ([, name]) => name,
  );
  expect(lines.toSorted()).toEqual(names.toSorted());
});
