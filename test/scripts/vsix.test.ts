import { describe, expect, test } from 'vitest';
import { binarySystem } from '../support/binaryFormat.ts';
import { faultsOf, type Vsix } from '../support/vsix.ts';

const target = 'linux-arm64';
const binding = `node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/onnxruntime_binding.node`;

describe('a package', () => {
  test('that is whole has no fault', () => {
    expect(faultsOf(whole(), target)).toEqual([]);
  });

  test.each([
    ['another architecture', { [binding]: elf(0x3e) }, /is linux-x64/],
    ['another platform', { [binding]: portable(0xaa64) }, /is win32-arm64/],
    ['a binary that is none', { 'lib/libvips.so.42': Buffer.alloc(100) }, /is no binary/],
    ['two bindings', { 'other/onnxruntime_binding.node': elf(0xb7) }, /2 files/],
    ["another target's sharp", { 'node_modules/@img/sharp-win32-x64/index.js': text('') }, /sharp-win32-x64/],
    ['a source map', { 'dist/extension.js.map': text('{}') }, /map does not belong/],
    ['a source', { 'src/core/rng.ts': text('') }, /rng.ts does not belong/],
    ['a test', { 'test/a.js': text('') }, /a.js does not belong/],
    ['a stamp', { 'dist/.stamp': text('') }, /stamp does not belong/],
    ['a dead link', { 'readme.md': text('[x](docs/x.md)') }, /docs\/x.md is pointed to/],
    ['a picture that is not there', { 'package.json': text('{"media":{"svg":"media/a.svg"}}') }, /a.svg is/],
  ])('with %s is refused', (_, added, says) => {
    const { bytes, files } = whole();
    const faults = faultsOf({ bytes, files: new Map([...files, ...Object.entries(added)]) }, target);
    expect(faults.join('\n')).toMatch(says);
  });

  test('without a part, or too large, is refused', () => {
    const { files } = whole();
    const less = new Map([...files].filter(([name]) => !name.includes('libvips') && name !== 'dist/cli.js'));
    expect(faultsOf({ bytes: 70e6, files: less }, target)).toEqual([
      'dist/cli.js is missing',
      '@img/sharp-libvips-linux-arm64 is missing',
      '70000000 bytes are too many',
    ]);
  });
});

test('the binary that runs this test is for this system', async () => {
  const { readFileSync } = await import('node:fs');
  expect(binarySystem(readFileSync(process.execPath))).toEqual({
    platform: process.platform,
    arch: process.arch,
  });
});

function whole(): Vsix {
  const files = new Map<string, Uint8Array>([
    ['package.json', text('{"main":"./dist/extension.js","icon":"media/icon.png"}')],
    ['readme.md', text('![x](media/icon.png) [y](LICENSE) [z](https://example.org/z.md)')],
    [binding, elf(0xb7)],
    ['node_modules/@img/sharp-linux-arm64/lib/sharp.node', elf(0xb7)],
    ['node_modules/@img/sharp-libvips-linux-arm64/lib/libvips-cpp.so.8.1', elf(0xb7)],
  ]);
  const plain = [
    'package.nls.json',
    'l10n/bundle.l10n.json',
    'changelog.md',
    'LICENSE.txt',
    'media/icon.png',
    'media/encoder/builtin.onnx',
  ];
  const built = ['extension.js', 'engine.js', 'worker.js', 'cli.js', 'webview.js', 'webview.css'];
  for (const name of [...plain, ...built.map((file) => `dist/${file}`)]) files.set(name, text('x'));
  return { bytes: 1e6, files };
}

function text(content: string): Buffer {
  return Buffer.from(content);
}

function elf(machine: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write('\x7fELF', 'latin1');
  bytes.writeUInt16LE(machine, 18);
  return bytes;
}

function portable(machine: number): Buffer {
  const bytes = Buffer.alloc(256);
  bytes.write('MZ', 'latin1');
  bytes.writeUInt32LE(128, 0x3c);
  bytes.write('PE\0\0', 128, 'latin1');
  bytes.writeUInt16LE(machine, 132);
  return bytes;
}
