import { poolLabels } from '../../dataset/poolLabels.ts';
import type { PoolRelations } from '../../protocol/engine.ts';
import type { Call } from '../command.ts';
import { flagOf } from '../flags.ts';
import { absolute } from './absolute.ts';
import { isWithin } from './folder.ts';
import { flaggedImports } from './imports.ts';
import type { Input } from './input.ts';
import { type LabelRows, readLabelRows } from './labelRows.ts';
import { readRowNames } from './names.ts';

/** Rows of a file, about which nothing was said. */
export const noRelations: PoolRelations = {
  statements: {
    a: new Int32Array(0),
    b: new Int32Array(0),
    relation: new Int8Array(0),
    source: new Uint8Array(0),
  },
  eliminate: false,
};

const noLabels: LabelRows = { annotations: new Map(), classes: [] };

/** Embeddings from a file as the pool of `select`; rows are named by the file, by `--names` or by their number. */
export async function fileInput(call: Call, embeddings: string): Promise<Input> {
  const settings = await call.settings(undefined);
  const named = absolute(call, 'names');
  const names = await readRowNames(embeddings, named);
  const isInside = isWithin(call);
  const file = absolute(call, 'labels');
  const rows = file === undefined ? noLabels : await readLabelRows(file, names, call.terminal);
  const pool = poolLabels(names, rows, (row) => isInside(names[row]));
  const { embeddings: _, ...imports } = flaggedImports(call);
  // Rows are no pictures: nobody has asked for copies among them to be found.
  const isAsked = call.words.text(flagOf('excludeDuplicates')) !== undefined;
  return {
    settings: isAsked ? settings : { ...settings, excludeDuplicates: 'none' },
    names,
    pool,
    labelsFile: file,
    source: { kind: 'file', embeddings, names },
    relations: () => noRelations,
    imports,
    origin: { kind: 'file', embeddings, ...(named === undefined ? {} : { names: named }) },
    keep: async () => undefined,
    rounds: async () => [],
    pastRounds: async () => [],
    close: async () => {},
  };
}
