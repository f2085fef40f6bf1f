import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { FileState } from '../dataset/embeddings.ts';

/** Deaths while decoding one file alone, of unknown cause, after which it is left out. */
const MAX_STRIKES = 3;
const ID_LENGTH = 64;

/** Notes that this process keeps: another engine in it must not take them for those of a dead one. */
const open = new Set<string>();

/**
 * Notes of which files are being decoded, on disk, so that a file that kills the decoder is found: the files in work when
 * the process died are decoded alone next time, and one that was alone when a native fault struck is left out from then on.
 */
export interface CrashNotes {
  /** Notes that work on a file begins; gives the function that notes its end. */
  begin(file: FileState): () => void;
  /** Was in work when an engine died: decode it alone. */
  isSuspect(file: FileState): boolean;
  /** Killed the decoder: leave it out. */
  isGuilty(file: FileState): boolean;
  close(): void;
}

/** `crashedPid`: an engine known to have died of a native fault; other deaths may have come from outside. */
export function openCrashNotes(cache: string, crashedPid: number | undefined): CrashNotes {
  const folder = path.join(cache, 'working');
  mkdirSync(folder, { recursive: true });
  const verdictsFile = path.join(cache, 'crashes.json');
  const strikes = readStrikes(verdictsFile);
  if (judgeTheDead(folder, crashedPid, strikes)) writeStrikes(verdictsFile, strikes);

  const name = `${process.pid}-${randomUUID()}`;
  const own = path.join(folder, name);
  const handle = openSync(own, 'w');
  open.add(name);
  const free: number[] = [];
  let places = 0;
  let closed = false;

  /** A disk too full for a note must not stop the work: the note is for a crash that may never come. */
  function note(text: string, place: number): void {
    try {
      writeSync(handle, text, place * ID_LENGTH);
    } catch {
      // Nothing was noted.
    }
  }

  return {
    begin(file) {
      if (closed) return () => undefined;
      const id = idOf(file);
      const place = free.pop() ?? places++;
      note(id, place);
      return () => {
        if (closed) return;
        note(' '.repeat(ID_LENGTH), place);
        free.push(place);
        if (!strikes.delete(id)) return;
        writeStrikes(verdictsFile, strikes);
      };
    },
    isSuspect: (file) => strikes.size > 0 && strikes.has(idOf(file)),
    isGuilty: (file) => strikes.size > 0 && (strikes.get(idOf(file)) ?? 0) >= MAX_STRIKES,
    close() {
      closed = true;
      closeSync(handle);
      open.delete(name);
      rmSync(own, { force: true });
    },
  };
}

/** Reads and removes the notes of dead processes. True if they told something. */
function judgeTheDead(folder: string, crashedPid: number | undefined, strikes: Map<string, number>): boolean {
  let told = false;
  for (const name of readdirSync(folder)) {
    const pid = Number.parseInt(name, 10);
    if (open.has(name) || (pid !== process.pid && isAlive(pid))) continue;
    const note = path.join(folder, name);
    const ids = readFileSync(note, 'latin1').match(/[0-9a-f]{64}/g) ?? [];
    for (const id of ids) {
      const strike = ids.length > 1 ? 0 : pid === crashedPid ? MAX_STRIKES : 1;
      strikes.set(id, (strikes.get(id) ?? 0) + strike);
      told = true;
    }
    rmSync(note, { force: true });
  }
  return told;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function idOf({ path: name, size, mtimeMs }: FileState): string {
  return createHash('sha256').update(`${name}\n${size}\n${mtimeMs}`).digest('hex');
}

function readStrikes(file: string): Map<string, number> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>));
  } catch {
    return new Map();
  }
}

function writeStrikes(file: string, strikes: ReadonlyMap<string, number>): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(strikes)));
  renameSync(`${file}.new`, file);
}
