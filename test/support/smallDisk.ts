import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';

/** A folder that can be made read-only, or that is a disk of its own. Give it back with `release`. */
export interface SmallDisk {
  makeReadOnly(): void;
  release(): void;
}

/**
 * Turns an empty folder into a disk of 2 MB where we may (root on Linux); else only permissions can be taken from it, and
 * a folder that must be small is refused with the reason.
 */
export function smallDisk(folder: string): SmallDisk {
  if (process.getuid?.() !== 0) {
    return { makeReadOnly: () => chmodSync(folder, 0o555), release: () => chmodSync(folder, 0o755) };
  }
  const mount = (...words: string[]): void => void execFileSync('mount', words, { stdio: 'ignore' });
  mount('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder);
  return {
    makeReadOnly: () => mount('-o', 'remount,ro', folder),
    release: () => void execFileSync('umount', [folder]),
  };
}

/** Why there is no small disk here; undefined = there is. */
export function noSmallDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'a disk of 2 MB can be mounted only as root on Linux';
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'mounting is not allowed here';
  }
}
