import path from 'node:path';
import type { Predictions } from '../core/model/predictions.ts';
import { readClusters } from '../dataset/imported/clusters.ts';
import type { NamedImages } from '../dataset/imported/imageRows.ts';
import { readPredictions } from '../dataset/imported/predictions.ts';
import { readScores } from '../dataset/imported/scores.ts';
import type { PoolRequest } from '../protocol/engine.ts';
import { sha256 } from './sha256.ts';

/** What the person's own files say of a pool. */
export interface ImportedParts {
  /** Classes of the request, then those that only the predictions know. */
  readonly classes: readonly string[];
  readonly predictions: Predictions | undefined;
  readonly clusters: Int32Array | undefined;
  readonly scores: Float64Array | undefined;
  /** sha256 hex of the values that were used. */
  readonly inputs: { readonly predictions?: string; readonly scores?: string };
  readonly notes: readonly string[];
}

/** Reads the predictions, clusters and scores that a request names. Rejects with a sentence if one of them is not right. */
export async function readImportedParts(request: PoolRequest, images: NamedImages): Promise<ImportedParts> {
  const said = request.predictions && (await readPredictions(request.predictions, images, request.classes));
  const grouped = request.clusters && (await readClusters(request.clusters, images));
  const scored = request.scores && (await readScores(request.scores, images));
  const classes = said?.classes ?? request.classes;
  return {
    classes,
    predictions: said && {
      probabilities: said.probabilities,
      source: path.basename(request.predictions?.file ?? ''),
      isCalibrated: false,
    },
    clusters: grouped?.clusters,
    scores: scored?.scores,
    inputs: {
      ...(said && { predictions: sha256(JSON.stringify(classes), said.probabilities.data) }),
      ...(scored && { scores: sha256('', scored.scores) }),
    },
    notes: [said, grouped, scored].flatMap((part) => part?.notes ?? []),
  };
}
