// npm run package [-- linux-x64 win32-x64 …]: one .vsix per target in .build/vsix, all from this machine; no name: all targets.
// Stages what ships, installs the native packages of that platform, leaves out other platforms' binaries, calls vsce.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled } from './setup.mjs';
import { storePage } from './storePage.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const out = path.join(root, '.build/vsix');
const shipped = [
  'dist',
  'media',
  'l10n',
  'package.nls.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  '.vscodeignore',
];

await ensureInstalled(root, { say: console.error });
const { importTypeScript } = await import('./importTypeScript.mjs');
const { supportedSystems: targets } = await importTypeScript(
  "export { supportedSystems } from './src/engine/systems.ts';",
);
const words = process.argv.slice(2);
const unknown = words.filter((target) => !targets.includes(target));
if (unknown.length > 0) {
  console.error(`There is no target ${unknown.join(', ')}; there are ${targets.join(', ')}.`);
  process.exit(2);
}
await ensureBuilt(root, { say: console.error });
mkdirSync(out, { recursive: true });
for (const target of words.length > 0 ? words : targets) packageFor(target);

function packageFor(target) {
  const [platform, arch] = target.split('-');
  const stage = mkdtempSync(path.join(tmpdir(), 'next-batch-package-'));
  try {
    for (const name of [...shipped, 'package.json', 'package-lock.json'])
      cpSync(path.join(root, name), path.join(stage, name), { recursive: true });
    installNatives(stage, platform, arch);
    keepOneBinary(path.join(stage, 'node_modules/onnxruntime-node/bin/napi-v6'), platform, arch);
    writeManifest(stage);
    writePage(stage, 'README.md');
    writePage(stage, 'CHANGELOG.md');
    const file = path.join(out, `next-batch-${target}.vsix`);
    const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
    const options = ['--allow-missing-repository', '--no-rewrite-relative-links'];
    run(process.execPath, [vsce, 'package', '--target', target, '--out', file, ...options], stage);
    console.log(`${path.relative(root, file)} ${(statSync(file).size / 1e6).toFixed(1)} MB`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function installNatives(stage, platform, arch) {
  const words = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  words.push(`--os=${platform}`, `--cpu=${arch}`);
  if (platform === 'linux') words.push('--libc=glibc');
  run('npm', words, stage);
}

/** onnxruntime-node carries the binaries of all platforms. */
function keepOneBinary(folder, platform, arch) {
  for (const os of readdirSync(folder))
    for (const cpu of readdirSync(path.join(folder, os)))
      if (os !== platform || cpu !== arch) rmSync(path.join(folder, os, cpu), { recursive: true });
  statSync(path.join(folder, platform, arch, 'onnxruntime_binding.node'));
}

/** The manifest without what only this tree can use. */
function writeManifest(stage) {
  const file = path.join(stage, 'package.json');
  const { devDependencies, scripts, private: _, ...manifest } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify(manifest, null, 2));
}

function writePage(stage, name) {
  const page = storePage(readFileSync(path.join(root, name), 'utf8'), (link) =>
    existsSync(path.join(stage, link)),
  );
  writeFileSync(path.join(stage, name), page);
}

function run(command, words, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status !== 0)
    throw new Error(`${command} ${words.join(' ')} failed:\n${stdout}${stderr}${error ?? ''}`);
}
