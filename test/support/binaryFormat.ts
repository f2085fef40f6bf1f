/** What a native binary is for, as `process.platform` and `process.arch` name it; undefined: it is no binary we know. */
export function binarySystem(
  bytes: Uint8Array,
): { readonly platform: string; readonly arch: string } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 64) return undefined;
  const magic = view.getUint32(0);
  if (magic === 0x7f454c46) return { platform: 'linux', arch: named(elf, view.getUint16(18, true)) };
  if (magic === 0xcffaedfe) return { platform: 'darwin', arch: named(machO, view.getUint32(4, true)) };
  if (magic === 0xcafebabe) return { platform: 'darwin', arch: 'universal' };
  if (magic >>> 16 !== 0x4d5a) return undefined;
  const at = view.getUint32(0x3c, true);
  if (at + 6 > bytes.length || view.getUint32(at) !== 0x50450000) return undefined;
  return { platform: 'win32', arch: named(portable, view.getUint16(at + 4, true)) };
}

const elf = new Map([
  [0x3e, 'x64'],
  [0xb7, 'arm64'],
  [0x03, 'ia32'],
  [0x28, 'arm'],
]);
const machO = new Map([
  [0x01000007, 'x64'],
  [0x0100000c, 'arm64'],
]);
const portable = new Map([
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
  [0x014c, 'ia32'],
]);

function named(names: ReadonlyMap<number, string>, machine: number): string {
  return names.get(machine) ?? `machine ${machine.toString(16)}`;
}
