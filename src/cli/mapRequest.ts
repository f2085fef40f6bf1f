import { mostClusters } from '../core/cluster/clusterImages.ts';
import { UserError } from '../core/errors.ts';
import { mapDefaults } from '../protocol/projection.ts';
import type { Call, Flag } from './command.ts';
import { absolute } from './inputs/absolute.ts';
import type { OwnTable } from './ownTable.ts';

const methods = ['umap', 'pca'] as const;

/** The flags that say which map is wanted, and where to. */
export const mapFlags: readonly Flag[] = [
  {
    name: 'out',
    kind: 'text',
    value: 'FILE.csv',
    description: 'Where path,x,y,cluster are written. Required.',
  },
  {
    name: 'clusters-out',
    kind: 'text',
    value: 'FILE.csv',
    description: 'Write path,cluster too, which `select --clusters` and training code read.',
  },
  {
    name: 'method',
    kind: 'text',
    value: methods.join('|'),
    description: `umap keeps neighborhoods, pca takes the two directions of most variance. Default: ${methods[0]}.`,
  },
  {
    name: 'neighbors',
    kind: 'text',
    value: 'N',
    description: `Neighbors of each image that umap keeps near. Default: ${mapDefaults.neighbors}.`,
  },
  {
    name: 'min-distance',
    kind: 'text',
    value: 'D',
    description: `How near points may lie with umap, 0 to 1. Default: ${mapDefaults.minDistance}.`,
  },
  {
    name: 'k',
    kind: 'text',
    value: 'N|auto',
    description: 'Number of clusters; auto takes the one with the best silhouette. Default: auto.',
  },
];

/** What is asked for. */
export interface MapRequest {
  readonly map: OwnTable;
  readonly clusters: OwnTable | undefined;
  readonly parameters: Parameters;
  readonly k: number | 'auto';
}

/** What the words ask for; throws a `usage` error for one that is wrong. */
export function readMapRequest(call: Call): MapRequest {
  return { ...readTables(call), parameters: readParameters(call), k: readK(call) };
}

function readTables(call: Call): Pick<MapRequest, 'map' | 'clusters'> {
  const out = absolute(call, 'out');
  const clustersOut = absolute(call, 'clusters-out');
  if (out === undefined)
    throw new UserError('usage', '--out is missing: name the file to write, as in --out map.csv.');
  if (out === clustersOut)
    throw new UserError('usage', '--out and --clusters-out name one file; give each its own.');
  return {
    map: { file: out, columns: ['path', 'x', 'y', 'cluster'] },
    clusters: clustersOut === undefined ? undefined : { file: clustersOut, columns: ['path', 'cluster'] },
  };
}

type Parameters = Readonly<Record<'neighbors' | 'minDistance', number>> & {
  readonly method: (typeof methods)[number];
};

function readParameters({ words }: Call): Parameters {
  const asked = words.text('method') ?? methods[0];
  const method = methods.find((known) => known === asked);
  if (method === undefined)
    throw new UserError('usage', `--method is "${asked}"; it must be one of ${methods.join(', ')}.`);
  const number = (
    flag: string,
    usual: number,
    isRight: (value: number) => boolean,
    wanted: string,
  ): number => {
    const text = words.text(flag);
    const value = text === undefined ? usual : Number(text);
    if (text?.trim() === '' || !isRight(value))
      throw new UserError('usage', `--${flag} is "${text}"; it must be ${wanted}.`);
    return value;
  };
  return {
    method,
    neighbors: number(
      'neighbors',
      mapDefaults.neighbors,
      (value) => Number.isInteger(value) && value >= 2 && value <= 200,
      'a whole number from 2 to 200',
    ),
    minDistance: number(
      'min-distance',
      mapDefaults.minDistance,
      (value) => value >= 0 && value <= 1,
      'a number from 0 to 1',
    ),
  };
}

function readK({ words }: Call): number | 'auto' {
  const text = words.text('k') ?? 'auto';
  if (text === 'auto') return text;
  const k = Number(text);
  if (!Number.isInteger(k) || k < 1 || k > mostClusters)
    throw new UserError(
      'usage',
      `--k is "${text}"; it must be a whole number from 1 to ${mostClusters}, or auto.`,
    );
  return k;
}
