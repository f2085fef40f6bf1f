import { resolve } from 'node:path';
import type { Settings } from '../core/settings.ts';
import type { Imports } from '../core/types.ts';
import type { PoolLabels } from '../dataset/poolLabels.ts';
import type { Dataset } from '../dataset/types.ts';
import type { EngineClient } from '../engine/client.ts';
import type { EncoderChoice, FolderSource, PoolRequest } from '../protocol/engine.ts';
import type { Among } from './clusters/among.ts';

/** What a round works with. */
export interface RoundParts {
  readonly dataset: Dataset;
  readonly settings: Settings;
  /** Files of the person's own that stand in for the encoder, the head and the clusters. */
  readonly imports: Imports;
  /** Only images that match this glob are chosen; '' = all. */
  readonly within: string;
  /** Only these images are chosen; undefined = all. */
  readonly among: Among | undefined;
  readonly engine: Pick<
    EngineClient,
    | 'embed'
    | 'select'
    | 'compare'
    | 'predict'
    | 'advise'
    | 'insights'
    | 'simulate'
    | 'cluster'
    | 'similar'
    | 'review'
    | 'relate'
    | 'project'
    | 'relate'
    | 'tryEncoder'
  >;
  /** Of this extension, for the manifest. */
  readonly version: string;
}

/** What every job on the pool of a folder is told. */
export function poolRequest(parts: RoundParts, pool: PoolLabels): PoolRequest {
  const { settings, imports, dataset } = parts;
  const { relations, rows } = dataset;
  const { embeddings: _, ...others } = imports;
  return {
    source: folderSource(parts),
    ...others,
    ...pool,
    head: settings.head,
    totalBudget: settings.totalBudget,
    ...(settings.features === 'relations' && {
      relations: { statements: relations.statements(rows), eliminate: relations.eliminate },
    }),
  };
}

/** The images of the folder and where their embeddings come from. */
export function folderSource(parts: RoundParts): FolderSource {
  const { dataset, imports } = parts;
  const { images, paths } = dataset;
  const folder = { kind: 'folder', images, encoder: encoderChoice(parts), cache: paths.cache } as const;
  return imports.embeddings === undefined ? folder : { ...folder, embeddings: imports.embeddings };
}

/** The encoder that the settings name. */
export function encoderChoice({ settings, dataset }: RoundParts): EncoderChoice {
  const { encoder, executionProvider: provider } = settings;
  const model = ['', 'builtin'].includes(encoder) ? 'builtin' : resolve(dataset.paths.folder, encoder);
  return provider === 'cpu' ? { model } : { model, provider };
}

/** Names what distances between the images of a folder come from: where it differs, they are others. */
export function embeddingsName({ settings, imports }: Pick<RoundParts, 'settings' | 'imports'>): string {
  const features = settings.features === 'embeddings' ? [] : [settings.features];
  return JSON.stringify([settings.encoder, imports.embeddings ?? null, ...features]);
}
