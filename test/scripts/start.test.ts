import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { put, read, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';

const script = path.resolve('scripts/start.mjs');
const serverIsThere = existsSync('test/e2e/vscode-server/node_modules/.installed');
if (!serverIsThere) console.warn('skipped: the VS Code server is not installed (npm test installs it)');

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** `npm start -- ...words`, typed in `directory`. */
function start(directory: string, words: readonly string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [script, ...words], {
    env: { ...process.env, INIT_CWD: directory, ...env },
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (text += chunk));
  return { child, output: () => text, ended: new Promise((resolve) => child.on('close', resolve)) };
}

describe('npm start', () => {
  test.each([
    [['--no-edtor'], 'npm start does not know --no-edtor.', 2],
    [['nowhere'], 'give the path of a folder with images: npm start -- PATH', 2],
    [['a', 'b'], 'Usage: npm start', 2],
    [['--help'], 'Usage: npm start', 0],
  ])('%j gets a sentence', async (words, sentence, code) => {
    const started = start(temporaryFolder(), words);
    expect(await started.ended).toBe(code);
    expect(started.output()).toContain(sentence);
  });

  test('does the main job on the folder a person names, from where they typed it', async () => {
    const folder = temporaryFolder();
    await paintPictures(path.join(folder, 'own images'), 12);
    const started = start(folder, ['own images', '--no-editor']);
    expect(await started.ended).toBe(0);
    expect(started.output()).toContain('Embedded 12 of 12 images');
    expect(started.output()).toMatch(/#\s+image\s+score\s+why/);
    expect(existsSync(path.join(folder, 'own images/.next-batch/batches/0001.json'))).toBe(true);
  });

  test('says that the main job failed where it did', async () => {
    const started = start(temporaryFolder(), ['.', '--no-editor']);
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(/There are no images .*\n.*The main job did not finish \(exit code 1\)/);
  });

  test('opens VS Code in a profile of its own, and ends it on Ctrl+C', async () => {
    const folder = temporaryFolder();
    await paintPictures(path.join(folder, 'images'), 3);
    const code = path.join(folder, 'bin/code');
    put(folder, ['bin/code', fakeCode]);
    chmodSync(code, 0o755);
    const started = start(folder, ['images'], {
      PATH: `${path.dirname(code)}:${process.env.PATH}`,
      FAKE_CODE: path.join(folder, 'code.json'),
    });
    await vi.waitFor(() => expect(existsSync(path.join(folder, 'code.json'))).toBe(true), {
      timeout: 50_000,
    });
    const { words, pid } = JSON.parse(read(folder, 'code.json')) as { words: string[]; pid: number };
    expect(words).toContain(`--extensionDevelopmentPath=${process.cwd()}`);
    expect(words.at(-1)).toBe(path.join(folder, 'images'));
    for (const flag of ['--user-data-dir', '--extensions-dir'])
      expect(words[words.indexOf(flag) + 1]).toContain(path.resolve('.build/editor'));
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(130);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
  });

  test.skipIf(!serverIsThere)(
    'prints the address of an editor with our extension; Ctrl+C ends it',
    async () => {
      const folder = temporaryFolder();
      await paintPictures(path.join(folder, 'images'), 3);
      // As in a terminal of VS Code itself, whose `code` does not count.
      const started = start(folder, ['images'], { VSCODE_IPC_HOOK_CLI: 'none' });
      await vi.waitFor(() => expect(started.output()).toMatch(/http:\/\/127\.0\.0\.1:\d+/), {
        timeout: 50_000,
      });
      const address = /http:\S+/.exec(started.output())?.[0] ?? '';
      expect(decodeURIComponent(address)).toContain(`folder=${path.join(folder, 'images')}`);
      const page = await fetch(address);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('vscode-workbench-web-configuration');
      const installed = `.build/editor/extensions/next-batch.next-batch-${version()}`;
      expect(existsSync(path.join(installed, 'dist/extension.js'))).toBe(true);
      started.child.kill('SIGINT');
      expect(await started.ended).toBe(130);
      await expect(fetch(address)).rejects.toThrow();
    },
  );
});

/** Notes what it was asked, then stays as `code --wait` does. */
const fakeCode = `#!${process.execPath}
  if (process.argv[2] === '--version') process.exit(0);
  require('node:fs').writeFileSync(process.env.FAKE_CODE + '.new', JSON.stringify({ words: process.argv.slice(2), pid: process.pid }));
  require('node:fs').renameSync(process.env.FAKE_CODE + '.new', process.env.FAKE_CODE);
  setInterval(() => {}, 1000);
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function version(): string {
  return JSON.parse(readFileSync('package.json', 'utf8')).version;
}
