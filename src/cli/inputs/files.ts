import { UserError } from '../../core/errors.ts';
import { poolLabels } from '../../dataset/poolLabels.ts';
import type { Call } from '../command.ts';
import { absolute, isWithin } from './folder.ts';
import type { Input } from './input.ts';
import { type LabelRows, readLabelRows } from './labelRows.ts';
import { readRowNames } from './names.ts';

const noLabels: LabelRows = { annotations: new Map(), classes: [] };

/** Embeddings from a .npy file as the pool of `select`; rows are named by `--names` or by their number. */
export async function fileInput(call: Call, embeddings: string): Promise<Input> {
  if (call.words.positionals.length > 0)
    throw new UserError(
      'usage',
      '--embeddings takes the place of the image folder; leave one of the two out.',
    );
  const settings = await call.settings(undefined);
  const named = absolute(call, 'names');
  const names = await readRowNames(embeddings, named);
  const isInside = isWithin(call);
  const file = absolute(call, 'labels');
  const rows = file === undefined ? noLabels : await readLabelRows(file, names, call.terminal);
  const pool = poolLabels(names, rows, (row) => isInside(names[row]));
  const clusters = absolute(call, 'clusters');
  return {
    settings,
    names,
    pool,
    source: { kind: 'file', embeddings, names },
    clusters,
    origin: {
      kind: 'file',
      embeddings,
      ...(named === undefined ? {} : { names: named }),
      ...(clusters === undefined ? {} : { clusters }),
    },
    keep: async () => undefined,
    close: async () => {},
  };
}
