import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const setup = pathToFileURL(path.resolve('scripts/setup.mjs')).href;
let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'next-batch-setup-'));
  const packages = {
    '': { name: 'x' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/windows-only': { version: '1.0.0', integrity: 'sha512-w', optional: true },
  };
  write('package.json', JSON.stringify({ dependencies: { a: '1.0.0' } }));
  write('package-lock.json', JSON.stringify({ packages }));
  write('npm.js', fakeNpm);
  write('src/a.ts', 'first');
  write('esbuild.mjs', fakeBuild);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('ensureInstalled', () => {
  test('installs once, without the download of onnxruntime-node, and says so', async () => {
    const first = await call('ensureInstalled');
    expect(first).toMatch(/Installing the 1 packages[\s\S]*Installed in [\d.]+ s/);
    expect(await call('ensureInstalled')).toBe('');
    expect(log('npm.log')).toEqual(['ci skip']);
  });

  test('installs again when package-lock.json asks for something else', async () => {
    await call('ensureInstalled');
    write('package-lock.json', read('package-lock.json').replace('"sha512-a"', '"sha512-b"'));
    await call('ensureInstalled');
    expect(log('npm.log')).toHaveLength(2);
  });

  test('repeats an install that was cut short', async () => {
    await call('ensureInstalled');
    rmSync(path.join(root, 'node_modules/.package-lock.json'));
    await call('ensureInstalled');
    expect(log('npm.log')).toHaveLength(2);
  });

  test('shows what npm said when it fails, and tries again the next time', async () => {
    write('npm.js', 'console.error("no such registry"); process.exit(1);');
    await expect(call('ensureInstalled')).rejects.toThrow('no such registry');
    write('npm.js', fakeNpm);
    await call('ensureInstalled');
    expect(log('npm.log')).toHaveLength(1);
  });

  test('installs once when two processes start together', async () => {
    await Promise.all([call('ensureInstalled'), call('ensureInstalled')]);
    expect(log('npm.log')).toHaveLength(1);
  });

  test('takes over the lock of a process that is gone', async () => {
    write('.build/install.lock', '999999999');
    await call('ensureInstalled');
    expect(log('npm.log')).toHaveLength(1);
    expect(existsSync(path.join(root, '.build/install.lock'))).toBe(false);
  });
});

describe('ensureBuilt', () => {
  test('builds once, and again when a source is written, added or removed', async () => {
    expect(await call('ensureBuilt')).toMatch(/Built in/);
    expect(await call('ensureBuilt')).toBe('');
    utimesSync(path.join(root, 'src/a.ts'), new Date(), new Date(Date.now() + 5000));
    await call('ensureBuilt');
    write('src/b.ts', 'more');
    await call('ensureBuilt');
    rmSync(path.join(root, 'src/b.ts'));
    await call('ensureBuilt');
    expect(log('build.log')).toHaveLength(4);
  });

  test('builds again when an output is missing', async () => {
    await call('ensureBuilt');
    rmSync(path.join(root, 'dist/worker.js'));
    await call('ensureBuilt');
    expect(log('build.log')).toHaveLength(2);
  });
});

test('an old Node gets one sentence', async () => {
  const run = node(`const m = await import(${JSON.stringify(setup)}); m.requireNode('18.19.0');`);
  await expect(run).rejects.toThrow(/needs Node.js 20 or newer, and this is 18.19.0/);
});

const fakeNpm = `
  const { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
  appendFileSync('npm.log', process.argv[2] + ' ' + process.env.ONNXRUNTIME_NODE_INSTALL + '\\n');
  mkdirSync('node_modules', { recursive: true });
  const { packages } = JSON.parse(readFileSync('package-lock.json'));
  delete packages['']; delete packages['node_modules/windows-only'];
  writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));`;

const fakeBuild = `
  import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
  appendFileSync('build.log', 'x\\n');
  rmSync('dist', { recursive: true, force: true });
  mkdirSync('dist');
  for (const name of ['extension', 'lister', 'engine', 'worker', 'cli', 'webview']) writeFileSync('dist/' + name + '.js', '');`;

function call(name: 'ensureInstalled' | 'ensureBuilt'): Promise<string> {
  return node(
    `const m = await import(${JSON.stringify(setup)}); await m.${name}(${JSON.stringify(root)}, { say: console.log });`,
  );
}

/** What the program printed; rejects with all of its output if it fails. */
function node(program: string): Promise<string> {
  const env = { ...process.env, npm_execpath: path.join(root, 'npm.js') };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--input-type=module', '-e', program], { env }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(stdout + stderr)),
    );
  });
}

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}

function read(name: string): string {
  return readFileSync(path.join(root, name), 'utf8');
}

function log(name: string): string[] {
  return read(name).trim().split('\n');
}
