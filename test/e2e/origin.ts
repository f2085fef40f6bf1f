import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Origin } from './workbench.ts';

/** Reads the argument of a test program: `source`, or the file of a packaged extension. */
export function originFrom(word: string | undefined): { readonly name: string; readonly origin: Origin } {
  if (word === undefined || word === 'source') return { name: 'source', origin: { kind: 'source' } };
  const file = path.resolve(word);
  if (!existsSync(file))
    throw new Error(`There is no ${file}: make it with \`npm run package -- linux-x64\`.`);
  return { name: 'vsix', origin: { kind: 'vsix', file } };
}
