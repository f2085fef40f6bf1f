import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/datasets.ts';

type Install = (root: string, extensions: string) => void;

test('the editor of npm start has all that a package would have, also where an older start left less', async () => {
  const file = pathToFileURL(path.resolve('scripts/editor.mjs')).href;
  const { installFromSource } = (await import(file)) as { readonly installFromSource: Install };
  const extensions = temporaryFolder();
  const root = path.resolve('.');
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  installFromSource(root, extensions);
  const [name] = readdirSync(extensions);
  const installed = path.join(extensions, name);
  const packager = readFileSync('scripts/package-target.mjs', 'utf8');
  const [, list] = /const shipped = \[([^\]]+)\]/.exec(packager) ?? [];
  const shipped = [...list.matchAll(/'([^']+)'/g)].map(([, part]) => part);
  expect(shipped.length).toBeGreaterThan(5);
  const wanted = [...shipped.filter((part) => part !== '.vscodeignore'), 'package.json', 'node_modules'];
  expect(readdirSync(installed).toSorted()).toEqual(wanted.toSorted());
  rmSync(path.join(installed, 'l10n'));
  installFromSource(root, extensions);
  expect(existsSync(path.join(installed, 'l10n'))).toBe(true);
});
