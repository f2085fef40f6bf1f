import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(__dirname, '..');
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const folder = path.join(root, '.github/workflows');

/** The npm scripts that a text calls: `npm run NAME`, `npm test`, `npm start`. */
function npmScripts(text: string): string[] {
  const calls = text.matchAll(/\bnpm (?:run (?<name>[\w:-]+)|(?<short>test|start)\b)/g);
  return [...calls].map(({ groups }) => groups?.name ?? groups?.short ?? '');
}

describe('the workflows', () => {
  for (const name of readdirSync(folder))
    test(`${name} names only npm scripts that exist`, () => {
      const called = npmScripts(readFileSync(path.join(folder, name), 'utf8'));
      expect(called).not.toEqual([]);
      expect(called.filter((script) => scripts[script] === undefined)).toEqual([]);
    });

  test('a script that does not exist would be noticed', () => {
    expect(npmScripts('run: npm run nothing\n  run: npm test -- unit')).toEqual(['nothing', 'test']);
  });

  test('ci.yml runs on the three platforms, and .ci/run does the same', () => {
    const text = readFileSync(path.join(folder, 'ci.yml'), 'utf8');
    for (const os of ['ubuntu-latest', 'macos-latest', 'windows-latest']) expect(text).toContain(os);
    expect(npmScripts(readFileSync(path.join(root, '.ci/run'), 'utf8'))).toEqual(['test']);
  });
});
