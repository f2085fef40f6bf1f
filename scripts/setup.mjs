// What every script needs first: the packages of package-lock.json, and a build that is not older than its sources.
// Imports only node:*, because it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const sources = [
  'src',
  'webview',
  'esbuild.mjs',
  'scripts/registryAsData.mjs',
  'scripts/webviewBuild.mjs',
  'scripts/usedIcons.mjs',
  'scripts/oneFirstFile.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];
const outputs = ['extension.js', 'lister.js', 'engine.js', 'worker.js', 'cli.js', 'webview.js'];
const longestHold = 30 * 60_000;

/** Ends the process with one sentence where Node is too old to go on. */
export function requireNode(version = process.versions.node) {
  if (Number(version.split('.')[0]) >= 20) return;
  console.error(
    `Next Batch needs Node.js 20 or newer, and this is ${version}: get it from https://nodejs.org.`,
  );
  process.exit(1);
}

/**
 * Installs the packages of package-lock.json if they are not there, or not the ones it asks for. An install that was cut
 * short is repeated: npm writes its own record of what lies in node_modules only at the end.
 */
export async function ensureInstalled(root, { say }) {
  requireNode();
  if (isInstalled(root)) return;
  await withLock(root, 'install', say, async () => {
    if (isInstalled(root)) return;
    const { dependencies, devDependencies } = readJson(path.join(root, 'package.json'));
    const count = Object.keys({ ...dependencies, ...devDependencies }).length;
    say(`Installing the ${count} packages of package.json with npm ci (once) ...`);
    const started = performance.now();
    await npmCi(root);
    if (!isInstalled(root))
      throw new Error('npm ci ended well, but node_modules is not what package-lock.json asks for.');
    say(`Installed in ${seconds(started)} s.`);
  });
}

/** Builds dist/ if a source changed since the last build, or if that build was cut short. */
export async function ensureBuilt(root, { say }) {
  if (isBuilt(root)) return;
  await withLock(root, 'build', say, async () => {
    if (isBuilt(root)) return;
    say('Building ...');
    const started = performance.now();
    const signature = sourceSignature(root);
    await run(process.execPath, ['esbuild.mjs'], root);
    writeFileSync(stampOf(root), signature);
    say(`Built in ${seconds(started)} s.`);
  });
}

/** True if npm's record of node_modules holds what package-lock.json asks for; optional packages are for other platforms. */
export function isInstalled(root) {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages;
  const there = readJson(path.join(root, 'node_modules/.package-lock.json'))?.packages;
  if (wanted === undefined || there === undefined) return false;
  return Object.entries(wanted).every(([name, { version, integrity, optional }]) => {
    if (name === '') return true;
    const found = there[name];
    return found === undefined
      ? optional === true
      : found.version === version && found.integrity === integrity;
  });
}

function isBuilt(root) {
  const stamp = stampOf(root);
  return (
    outputs.every((name) => existsSync(path.join(root, 'dist', name))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === sourceSignature(root)
  );
}

/** Lies in dist, which every build empties first: a build that was cut short has no stamp. */
function stampOf(root) {
  return path.join(root, 'dist/.stamp');
}

/** Changes when a source is added, removed or written. */
function sourceSignature(root) {
  const hash = createHash('sha256');
  const add = (name) => {
    const stat = statSync(path.join(root, name), { throwIfNoEntry: false });
    if (stat?.isDirectory())
      for (const child of readdirSync(path.join(root, name)).sort()) add(`${name}/${child}`);
    else if (stat !== undefined) hash.update(`${name}\0${stat.size}\0${stat.mtimeMs}\n`);
  };
  for (const name of sources) add(name);
  return hash.digest('hex');
}

function npmCi(root) {
  // The script of the npm that runs us, because `npm` is a shell script on Windows.
  const npm = process.env.npm_execpath;
  const [command, words] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  return run(command, [...words, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], root, env);
}

/** Runs a program to its end; a failure rejects with what it printed. */
function run(command, words, cwd, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      cwd,
      env,
      shell: process.platform === 'win32' && command === 'npm',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${[command, ...words].join(' ')} failed:\n${output.trim()}`)),
    );
  });
}

/** Lets one process at a time do `work`; the others wait. A lock whose owner is gone is taken over. */
async function withLock(root, name, say, work) {
  mkdirSync(path.join(root, '.build'), { recursive: true });
  const lock = path.join(root, '.build', `${name}.lock`);
  for (let told = false; !take(lock); told = true) {
    const owner = ownerOf(lock);
    if (owner === undefined) rmSync(lock, { force: true });
    else if (!told) say(`Waiting for process ${owner}, which does the same (${name}) ...`);
    await wait(100);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A link, because a lock must never be seen empty. */
function take(lock) {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** The living process that holds the lock. */
function ownerOf(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > longestHold) return undefined;
    const owner = Number(readFileSync(lock, 'utf8'));
    process.kill(owner, 0);
    return owner;
  } catch (error) {
    return error.code === 'EPERM' ? 'of another user' : undefined;
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function seconds(started) {
  return ((performance.now() - started) / 1000).toFixed(1);
}
