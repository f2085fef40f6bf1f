import { UserError } from '../../core/errors.ts';
import type { ClusterResult } from '../../protocol/clusters.ts';
import { mapDefaults, type ProjectResult } from '../../protocol/projection.ts';
import type { Call, Command } from '../command.ts';
import { sayNotes } from '../encoderNotes.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { absolute } from '../inputs/absolute.ts';
import { importFlags } from '../inputs/imports.ts';
import type { Input } from '../inputs/input.ts';
import { poolRequest, withPool } from '../inputs/poolInput.ts';
import { writeOwnTable } from '../ownTable.ts';
import { countUnreadable } from '../unreadable.ts';
import { folderPositional } from './embed.ts';

const methods = ['umap', 'pca'] as const;

export const map: Command = {
  name: 'map',
  summary:
    'Lay the images out in two dimensions, alike beside alike, and group them; for plots and training code.',
  positionals: [folderPositional],
  flags: [
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
    ...settingFlags('seed'),
    ...importFlags.filter(({ name }) => name === 'embeddings' || name === 'names'),
    ...settingFlags('encoder', 'executionProvider', 'threads'),
    ...folderFlags,
  ],
  examples: [
    'map photos --out map.csv',
    'map photos --out map.csv --clusters-out clusters.csv --k 20',
    'map --embeddings features.npy --names names.txt --out map.csv --method pca',
  ],
  async run(call) {
    const out = absolute(call, 'out');
    if (out === undefined)
      throw new UserError('usage', '--out is missing: name the file to write, as in --out map.csv.');
    return withPool(call, (input) => mapOf(call, input, out));
  },
};

async function mapOf(call: Call, input: Input, out: string): ReturnType<Command['run']> {
  const { terminal, signal } = call;
  const { names, settings } = input;
  const parameters = readParameters(call);
  const k = readK(call);
  const engine = call.engine(settings.threads);
  const context = { signal, progress: terminal.progress };
  if (input.source.kind === 'folder' && input.source.embeddings === undefined) {
    const { images, encoder, cache } = input.source;
    const embedded = await engine.embed({ images, encoder, cache, thumbnails: false }, context);
    sayNotes(embedded.encoder, terminal);
    countUnreadable(embedded.unreadable, terminal);
  }
  const pool = { ...poolRequest(input), seed: settings.seed };
  const projected = await engine.project({ ...pool, ...parameters }, context);
  const clustered = await engine.cluster({ ...pool, k }, context);
  for (const note of new Set([...projected.notes, ...clustered.notes])) terminal.say(note);
  const rows = placedRows(projected);
  const { assignments } = clustered;
  await writeOwnTable(out, ['path', 'x', 'y', 'cluster'], tableOf(rows, names, projected, clustered));
  const clustersOut = absolute(call, 'clusters-out');
  if (clustersOut !== undefined)
    await writeOwnTable(
      clustersOut,
      ['path', 'cluster'],
      rows.map((row) => [names[row], assignments[row]]),
    );
  return {
    json: jsonOf(call, { out, clustersOut, input, parameters, projected, clustered, rows }),
    text: textOf(out, names.length, rows.length, projected, clustered),
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
  if (!Number.isInteger(k) || k < 1)
    throw new UserError('usage', `--k is "${text}"; it must be a whole number from 1, or auto.`);
  return k;
}

/** Rows that have a place; the others have no embedding. */
function placedRows({ points }: ProjectResult): readonly number[] {
  return Array.from({ length: points.length / 2 }, (_, row) => row).filter(
    (row) => !Number.isNaN(points[2 * row]),
  );
}

function* tableOf(
  rows: readonly number[],
  names: readonly string[],
  { points }: ProjectResult,
  { assignments }: ClusterResult,
): Generator<readonly (string | number)[]> {
  for (const row of rows)
    yield [names[row], short(points[2 * row]), short(points[2 * row + 1]), assignments[row]];
}

/** As many digits as a float32 has. */
function short(value: number): number {
  return Number(value.toPrecision(7));
}

function jsonOf(
  { version }: Call,
  done: {
    readonly out: string;
    readonly clustersOut: string | undefined;
    readonly input: Input;
    readonly parameters: Parameters;
    readonly projected: ProjectResult;
    readonly clustered: ClusterResult;
    readonly rows: readonly number[];
  },
): unknown {
  const { out, clustersOut = null, input, parameters, projected, clustered, rows } = done;
  const { names, settings } = input;
  const { key, isCached, seconds } = projected;
  return {
    out,
    clustersOut,
    images: names.length,
    placed: rows.length,
    ...parameters,
    method: projected.method,
    seed: settings.seed,
    key,
    isCached,
    clusters: clustered.clusters.map(({ size, medoid, spread }, number) => ({
      number,
      size,
      medoid: names[medoid],
      spread,
    })),
    silhouettes: clustered.silhouettes,
    notes: [...projected.notes, ...clustered.notes],
    seconds: { map: seconds, clusters: clustered.seconds },
    settings,
    version,
  };
}

function textOf(
  out: string,
  images: number,
  placed: number,
  { method, seconds, isCached }: ProjectResult,
  { clusters }: ClusterResult,
): string {
  const without = images === placed ? '' : `; ${images - placed} have no embedding and are left out`;
  const how = method === 'pca' ? 'Principal components' : 'A map';
  const time = isCached ? 'as it was worked out before' : `in ${seconds.toFixed(1)} s`;
  return `${how} of ${placed} images ${time}, ${clusters.length} clusters: ${out}${without}.`;
}
