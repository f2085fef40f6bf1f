import { readFileSync } from 'node:fs';
import path from 'node:path';
import JSZip from 'jszip';
import { binarySystem } from './binaryFormat.ts';

/** A packaged extension: its files by path, without the folder `extension` that all of them lie in. */
export interface Vsix {
  readonly bytes: number;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export const vsixLimit = 60e6;

const required = [
  'package.json',
  'package.nls.json',
  'l10n/bundle.l10n.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  ...['extension', 'engine', 'worker', 'cli', 'webview'].map((name) => `dist/${name}.js`),
  'dist/webview.css',
  'media/icon.png',
  'media/encoder/builtin.onnx',
];
const foreign = /(^|\/)\.|\.map$|\.[cm]?ts$|(^|\/)tsconfig|^(src|webview|test|scripts|demo|docs)\//;
const binaryName = /\.(node|dll|dylib|so(\.\d+)*)$/;

export async function readVsix(file: string): Promise<Vsix> {
  const content = readFileSync(file);
  const zip = await JSZip.loadAsync(content);
  const entries = Object.values(zip.files).filter(({ dir, name }) => !dir && name.startsWith('extension/'));
  const files = new Map<string, Uint8Array>();
  for (const entry of entries)
    files.set(entry.name.slice('extension/'.length), await entry.async('uint8array'));
  return { bytes: content.length, files };
}

/** What is wrong with a package for a target (`platform-arch`), one sentence each. */
export function faultsOf(vsix: Vsix, target: string): string[] {
  const names = [...vsix.files.keys()];
  return [
    ...required.filter((name) => !vsix.files.has(name)).map((name) => `${name} is missing`),
    ...names.filter((name) => foreign.test(name)).map((name) => `${name} does not belong`),
    ...nativeFaults(vsix, target),
    ...sharpFaults(names, target),
    ...missingTargets(vsix),
    ...(vsix.bytes < vsixLimit ? [] : [`${vsix.bytes} bytes are too many`]),
  ];
}

/** Every native file must be for the target, and exactly one of them is onnxruntime's. */
function nativeFaults({ files }: Vsix, target: string): string[] {
  const faults: string[] = [];
  let bindings = 0;
  for (const [name, bytes] of files) {
    const system = binarySystem(bytes);
    if (system === undefined && !binaryName.test(name)) continue;
    const found = system === undefined ? 'no binary' : `${system.platform}-${system.arch}`;
    if (found !== target) faults.push(`${name} is ${found}`);
    if (path.posix.basename(name) === 'onnxruntime_binding.node') bindings++;
  }
  return bindings === 1 ? faults : [...faults, `${bindings} files onnxruntime_binding.node, not 1`];
}

/** On Windows, sharp's package holds libvips too. */
function sharpFaults(names: readonly string[], target: string): string[] {
  const found = new Set(
    names.flatMap((name) => /^node_modules\/@img\/(sharp-[^/]+)\//.exec(name)?.[1] ?? []),
  );
  const wanted = [`sharp-${target}`, ...(target.startsWith('win32') ? [] : [`sharp-libvips-${target}`])];
  return [
    ...wanted.filter((name) => !found.has(name)).map((name) => `@img/${name} is missing`),
    ...[...found].filter((name) => !wanted.includes(name)).map((name) => `@img/${name} does not belong`),
  ];
}

/** Files that the manifest or the README points to. */
function missingTargets({ files }: Vsix): string[] {
  const text = (name: string): string => Buffer.from(files.get(name) ?? '').toString();
  const manifest: unknown = JSON.parse(text('package.json') || '{}');
  const paths = stringsIn(manifest).filter((value) => /^(\.\/)?[\w./-]+\.(svg|png|md|js|json)$/.test(value));
  const links = [...text('readme.md').matchAll(/\]\((?!https?:|#|data:)([^)\s]+)\)/g)].map(
    ([, link]) => link,
  );
  const missing = [...paths, ...links].filter((name) => !files.has(shippedName(name)));
  return missing.map((name) => `${name} is pointed to, but missing`);
}

/** The packager renames what a page shows. */
function shippedName(name: string): string {
  const plain = path.posix.normalize(name).replace(/\/$/, '');
  return { LICENSE: 'LICENSE.txt', 'CHANGELOG.md': 'changelog.md', 'README.md': 'readme.md' }[plain] ?? plain;
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'dependencies' ? [] : stringsIn(inner)));
}
