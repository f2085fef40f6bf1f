import { hasEmbeddings } from '../../dataset/cacheFiles.ts';
import { poolLabels } from '../../dataset/poolLabels.ts';
import type { RelateResult } from '../../protocol/relations.ts';
import type { CallOptions } from '../../protocol/rpc.ts';
import { poolRequest, type RoundParts } from '../roundParts.ts';

/** Questions worked out at a time, and candidates of each: as many as there are digits to choose them by. */
const count = 12;
const candidates = 9;

/** Questions of the engine; its rows are those of `paths`. */
export interface Related extends RelateResult {
  readonly paths: readonly string[];
}

/** The most useful questions as things stand now. Undefined, without a word to the engine, where nothing is embedded. */
export async function relateImages(parts: RoundParts, options: CallOptions): Promise<Related | undefined> {
  const { dataset, engine, imports, settings } = parts;
  const isEmbedded = imports.embeddings !== undefined || (await hasEmbeddings(dataset.paths.cache));
  if (!isEmbedded) return undefined;
  const { images, rows, relations } = dataset;
  const paths = images.map((image) => image.path);
  const pool = poolLabels(paths, dataset);
  const result = await engine.relate(
    {
      ...poolRequest(parts, { ...pool, labels: pool.given }),
      statements: relations.statements(rows),
      count,
      candidates,
      seed: settings.seed,
      eliminate: relations.eliminate,
    },
    options,
  );
  return { ...result, paths };
}
