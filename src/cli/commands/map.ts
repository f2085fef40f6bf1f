import type { ClusterResult } from '../../protocol/clusters.ts';
import type { ProjectResult } from '../../protocol/projection.ts';
import type { Call, Command } from '../command.ts';
import { sayNotes } from '../encoderNotes.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { importFlags } from '../inputs/imports.ts';
import type { Input } from '../inputs/input.ts';
import { poolRequest, withPool } from '../inputs/poolInput.ts';
import { type MapRequest, mapFlags, readMapRequest } from '../mapRequest.ts';
import { checkOwnTable, writeOwnTable } from '../ownTable.ts';
import { countUnreadable } from '../unreadable.ts';
import { folderPositional } from './embed.ts';

export const map: Command = {
  name: 'map',
  summary:
    'Lay the images out in two dimensions, alike beside alike, and group them; for plots and training code.',
  positionals: [folderPositional],
  flags: [
    ...mapFlags,
    ...settingFlags('seed'),
    ...importFlags.filter(({ name }) => name === 'embeddings' || name === 'names'),
    ...settingFlags('features', 'encoder', 'executionProvider', 'threads'),
    ...folderFlags,
  ],
  examples: [
    'map photos --out map.csv',
    'map photos --out map.csv --clusters-out clusters.csv --k 20',
    'map --embeddings features.npy --names names.txt --out map.csv --method pca',
  ],
  async run(call) {
    const asked = readMapRequest(call);
    await checkOwnTable(asked.map);
    if (asked.clusters !== undefined) await checkOwnTable(asked.clusters);
    return withPool(call, (input) => mapOf(call, input, asked));
  },
};

async function mapOf(
  call: Call,
  input: Input,
  { map, clusters, parameters, k }: MapRequest,
): ReturnType<Command['run']> {
  const { terminal, signal } = call;
  const { names, settings } = input;
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
  await writeOwnTable(map, tableOf(rows, names, projected, clustered));
  if (clusters !== undefined)
    await writeOwnTable(
      clusters,
      rows.map((row) => [names[row], assignments[row]]),
    );
  const out = map.file;
  return {
    json: jsonOf(call, { out, clustersOut: clusters?.file, input, parameters, projected, clustered, rows }),
    text: textOf(out, names.length, rows.length, projected, clustered),
  };
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
    readonly parameters: MapRequest['parameters'];
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
  return `${how} of ${placed} images ${time}, ${clusters.length} ${clusters.length === 1 ? 'cluster' : 'clusters'}: ${out}${without}.`;
}
