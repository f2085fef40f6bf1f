import path from 'node:path';
import type { Call } from '../command.ts';

/** The absolute path a flag names. */
export function absolute({ words, directory }: Call, flag: string): string | undefined {
  const value = words.text(flag);
  return value === undefined ? undefined : path.resolve(directory, value);
}
