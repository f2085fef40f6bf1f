import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otherHalf, wallFaults } from './support/wallFaults.ts';

const root = path.resolve(__dirname, '..');
const copied = ['src', 'webview', 'biome.json', 'tsconfig.base.json', 'package.json', '.gitignore'];
const rooms = [
  'src/core',
  'src/protocol',
  'src/dataset',
  'src/engine',
  'src/extension',
  'src/cli',
  'webview',
];

describe('the walls between the rooms', () => {
  const folders: string[] = [];
  const reports = { clean: { tsc: '', biome: '' }, planted: { tsc: '', biome: '' } };

  beforeAll(() => {
    const clean = copyTree(folders);
    reports.clean = { tsc: tsc(clean), biome: biome(clean) };
    const planted = copyTree(folders);
    for (const { file, code } of [...wallFaults, otherHalf]) {
      mkdirSync(path.join(planted, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(planted, file), code);
    }
    reports.planted = { tsc: tsc(planted), biome: biome(planted) };
  });
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  test('the tree as it is passes both tools, which read all of it', () => {
    expect(reports.clean.tsc).toBe('');
    const { summary, diagnostics } = JSON.parse(reports.clean.biome);
    expect(diagnostics.map(describeDiagnostic)).toEqual([]);
    expect(summary.unchanged + summary.changed).toBeGreaterThanOrEqual(countSources(root));
  });

  for (const fault of wallFaults)
    test(`${fault.tool} notices: ${fault.name}`, () => {
      const report = reports.planted[fault.tool];
      const found =
        fault.tool === 'tsc' ? report.split('\n') : JSON.parse(report).diagnostics.map(describeDiagnostic);
      const lines = found.filter((line: string) => line.startsWith(fault.file));
      expect(lines.join('\n')).toContain(fault.says);
    });
});

function copyTree(folders: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-walls-'));
  folders.push(folder);
  for (const name of copied) cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const references = rooms.map((room) => ({ path: room }));
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ files: [], references }));
  return folder;
}

/** One line per error, each beginning with the file; '' = none. */
function tsc(folder: string): string {
  return run(folder, 'typescript/bin/tsc', ['-b', '--pretty', 'false']).trim();
}

/** Errors of the linter as JSON; the formatter is not asked. */
function biome(folder: string): string {
  const words = ['lint', '--reporter=json', '--max-diagnostics=none', '--diagnostic-level=error', '.'];
  return run(folder, '@biomejs/biome/bin/biome', words);
}

function run(cwd: string, tool: string, words: readonly string[]): string {
  const file = path.join(root, 'node_modules', tool);
  return spawnSync(process.execPath, [file, ...words], { cwd, encoding: 'utf8', maxBuffer: 1e8 }).stdout;
}

function describeDiagnostic(diagnostic: { category: string; location: { path: unknown } }): string {
  const { path: file } = diagnostic.location;
  return `${typeof file === 'string' ? file : JSON.stringify(file)} ${diagnostic.category}`;
}

function countSources(folder: string): number {
  return ['src', 'webview']
    .flatMap((name) => readdirSync(path.join(folder, name), { recursive: true, encoding: 'utf8' }))
    .filter((name) => name.endsWith('.ts')).length;
}
