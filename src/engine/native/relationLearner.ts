import { graphOf } from '../../core/relations/graph.ts';
import { type LearnedRelations, learnRelations } from '../../core/relations/projector.ts';
import { propagated } from '../../core/relations/round.ts';
import { createRng } from '../../core/rng.ts';
import { sha256 } from '../sha256.ts';
import { hashRelations } from '../statements.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { PoolWork } from './nativeApi.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

/** Learns from relations, and keeps what it learned last: many jobs ask for the same. */
export interface RelationLearner {
  /** What distances of a job are measured in: its embeddings, or where it has relations, what they teach. */
  distances(
    work: PoolWork,
    loaded: LoadedMatrix | undefined,
    context: Omit<JobContext, 'part'>,
  ): Promise<LoadedMatrix | undefined>;
}

const nothingLearned =
  'Nothing is known yet of which images show the same, so distances are those of the embeddings.';

export function createRelationLearner(): RelationLearner {
  let kept: { readonly key: string; readonly features: LearnedRelations['features'] } | undefined;
  return {
    async distances(work, loaded, context) {
      const { relations, given, classCount } = work;
      if (relations === undefined || loaded === undefined) return loaded;
      const key = sha256([loaded.hash, classCount, hashRelations(relations, given)].join());
      if (kept?.key !== key) {
        kept = undefined;
        const { statements, eliminate } = relations;
        const graph = graphOf(statements, given, { eliminate, classCount });
        // What may be picked has no part in what is learned: a batch within a folder has the same distances.
        const pool = workedPool({ ...work, labels: given, excluded: new Int32Array(0) }, loaded);
        const known = propagated(pool, graph);
        // Not the seed of the round: any job may meet the same features.
        const ctx = { ...coreContext(context), rng: createRng('relations') };
        kept = { key, features: (await learnRelations(known, graph, ctx)).features };
      }
      if (kept.features === undefined) return { ...loaded, note: nothingLearned };
      return { matrix: kept.features, hash: key, unprojected: loaded };
    },
  };
}
