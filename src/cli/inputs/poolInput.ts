import type { PoolRequest } from '../../protocol/engine.ts';
import type { Call, Flag } from '../command.ts';
import { absolute } from './absolute.ts';
import { fileInput } from './files.ts';
import { folderInput } from './folder.ts';
import { importFlags } from './imports.ts';
import type { Input } from './input.ts';

/** What every command that works on a pool takes, beside the flags of a folder. */
export const poolFlags: readonly Flag[] = [
  {
    name: 'labels',
    kind: 'text',
    value: 'FILE',
    description: 'Labels (path,label) to use in place of the folder’s labels.csv. Only read.',
  },
  ...importFlags,
  { name: 'within', kind: 'text', value: 'GLOB', description: 'Choose only among images that match.' },
];

/** Opens the pool that the call names, works on it, and closes it. */
export async function withPool<T>(call: Call, work: (input: Input) => Promise<T>): Promise<T> {
  const embeddings = absolute(call, 'embeddings');
  const isFolder = embeddings === undefined || call.words.positionals.length > 0;
  const input = await (isFolder ? folderInput(call) : fileInput(call, embeddings));
  try {
    return await work(input);
  } finally {
    await input.close();
  }
}

/** What every job on the pool is told. */
export function poolRequest({ source, pool, imports, settings, relations }: Input): PoolRequest {
  const { embeddings: _, ...others } = imports;
  const { head, totalBudget, features } = settings;
  return {
    source,
    ...pool,
    ...others,
    head,
    totalBudget,
    ...(features === 'relations' && { relations: relations() }),
  };
}
