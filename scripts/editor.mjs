// Opens an editor with this extension on a folder, in a profile of its own under .build/editor: VS Code where the `code`
// command is, else code-server. Nothing of the person's own VS Code is read or written.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ensureServer, profileIn, serverUnsupported, startServer } from '../test/e2e/server.mjs';

/** Select Next Batch works on the opened folder at once. */
const settings = { 'nextBatch.imageFolder': '.' };

/**
 * @typedef {object} Editor
 * @property {string} where one sentence: where a person finds it
 * @property {Promise<unknown>} ended settles when the person closed it
 * @property {() => Promise<void>} stop ends it and everything it started
 */

/**
 * @param {string} root of this project @param {string} folder absolute
 * @param {{ say: (line: string) => void }} options @returns {Promise<Editor>}
 */
export async function openEditor(root, folder, { say }) {
  const home = path.join(root, '.build/editor');
  if (hasCode()) return openCode(root, folder, home);
  const reason = serverUnsupported();
  if (reason !== undefined)
    throw new Error(
      `No editor was opened: there is no \`code\` command, and ${reason}. Install VS Code, run "Shell Command: Install 'code' command in PATH" in it, and run npm start again.`,
    );
  await ensureServer({ say });
  const profile = profileIn(home, settings);
  installFromSource(root, profile.extensions);
  const server = await startServer(profile, { log: path.join(home, 'server.log') });
  return {
    where: `VS Code in the browser: ${server.url}/?folder=${encodeURIComponent(folder)}`,
    ended: new Promise(() => {}),
    stop: server.stop,
  };
}

/** A `code` inside a terminal of VS Code itself only talks to that window, so it does not count. */
function hasCode() {
  if (process.env.VSCODE_IPC_HOOK_CLI !== undefined) return false;
  return spawnSync('code', ['--version'], { shell: process.platform === 'win32' }).status === 0;
}

function openCode(root, folder, home) {
  const { user, extensions } = profileIn(home, settings);
  const words = [
    '--user-data-dir',
    user,
    '--extensions-dir',
    extensions,
    '--disable-workspace-trust',
    '--wait',
  ];
  const child = spawn('code', [...words, '--new-window', `--extensionDevelopmentPath=${root}`, folder], {
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return {
    where: 'VS Code is opening in a window of its own.',
    ended,
    async stop() {
      endInstance(user);
      child.kill();
      await ended.catch(() => {});
    },
  };
}

/** The `code` command only hands over to the editor, which writes its own process id into its profile. */
function endInstance(user) {
  try {
    process.kill(Number(readFileSync(path.join(user, 'code.lock'), 'utf8')), 'SIGTERM');
  } catch {
    // It has ended already.
  }
}

/** What a .vsix would hold. */
const parts = [
  'package.json',
  'package.nls.json',
  'l10n',
  'dist',
  'media',
  'node_modules',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

/** An extension folder of links to this tree, always as last built. */
export function installFromSource(root, extensions) {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const installed = path.join(extensions, `${publisher}.${name}-${version}`);
  // Known to the server is only what it finds when it has no list yet.
  if (!existsSync(installed)) rmSync(path.join(extensions, 'extensions.json'), { force: true });
  mkdirSync(installed, { recursive: true });
  // One by one: an older start of ours may have left fewer.
  for (const part of parts.filter((one) => !existsSync(path.join(installed, one))))
    symlinkSync(path.join(root, part), path.join(installed, part));
}
