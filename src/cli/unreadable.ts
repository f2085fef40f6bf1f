import type { Unreadable } from '../protocol/engine.ts';
import type { Terminal } from './terminal.ts';

const shown = 5;

/** Says in one line how many files are left out; `embed` says which and why. */
export function countUnreadable(unreadable: readonly Unreadable[], terminal: Terminal): void {
  if (unreadable.length > 0) terminal.say(`${leftOut(unreadable.length)}; next-batch embed says why.`);
}

/** Tells which files are left out and why; not more than a screen can take. */
export function sayUnreadable(unreadable: readonly Unreadable[], terminal: Terminal): void {
  if (unreadable.length === 0) return;
  terminal.say(`${leftOut(unreadable.length)}:`);
  for (const { path, reason } of unreadable.slice(0, shown)) terminal.say(`  ${path}: ${reason}`);
  if (unreadable.length > shown)
    terminal.say(`  and ${unreadable.length - shown} more (--json lists them all)`);
}

function leftOut(count: number): string {
  return count === 1
    ? '1 file cannot be read and is left out'
    : `${count} files cannot be read and are left out`;
}
