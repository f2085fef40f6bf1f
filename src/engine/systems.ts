import { existsSync } from 'node:fs';

/** Systems (`platform-arch`, on Linux with glibc) that onnxruntime and sharp both have a binary for: one package each. */
export const supportedSystems: readonly string[] = [
  'win32-x64',
  'win32-arm64',
  'linux-x64',
  'linux-arm64',
  'darwin-arm64',
];

export interface System {
  /** As `process.platform`. */
  readonly platform: string;
  /** As `process.arch`. */
  readonly arch: string;
  /** Linux on musl, such as Alpine: binaries made for glibc do not load there. */
  readonly isMusl: boolean;
}

const labelingWorks = 'browsing and labeling work here all the same';

/** Why the engine cannot run on a system, as one sentence with the way out; undefined where it can. Loads nothing native. */
export function unsupportedSystem({ platform, arch, isMusl }: System): string | undefined {
  if (platform === 'darwin' && arch === 'x64')
    return `Next Batch cannot embed or select on an Intel Mac, for onnxruntime is no longer built for it: open the folder on a Mac with Apple silicon (in VS Code for Apple silicon), on Windows or on Linux, for example with Remote - SSH; ${labelingWorks}.`;
  if (platform === 'linux' && isMusl)
    return `Next Batch cannot embed or select on a Linux with musl, such as Alpine, for onnxruntime is built for glibc only: open the folder in a container or on a machine with glibc, such as Debian or Ubuntu; ${labelingWorks}.`;
  if (supportedSystems.includes(`${platform}-${arch}`)) return undefined;
  return `Next Batch cannot embed or select on ${platform} ${arch}, for onnxruntime is not built for it: open the folder on one of ${supportedSystems.join(', ')}, for example with Remote - SSH; ${labelingWorks}.`;
}

/** The system that this process runs on. */
export function thisSystem(): System {
  const { platform, arch } = process;
  return { platform, arch, isMusl: platform === 'linux' && isMusl(arch) };
}

/** By the dynamic linkers there are: asking Node for a report takes long where it resolves open connections. */
function isMusl(arch: string): boolean {
  const [musl, glibc] =
    arch === 'arm64'
      ? ['/lib/ld-musl-aarch64.so.1', '/lib/ld-linux-aarch64.so.1']
      : ['/lib/ld-musl-x86_64.so.1', '/lib64/ld-linux-x86-64.so.2'];
  return existsSync(musl) && !existsSync(glibc);
}
