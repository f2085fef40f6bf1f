import { graphOf } from '../../core/relations/graph.ts';
import { type LearnedRelations, learnRelations } from '../../core/relations/projector.ts';
import { propagated } from '../../core/relations/round.ts';
import { createRng } from '../../core/rng.ts';
import type { PoolRelations } from '../../protocol/engine.ts';
import { sha256 } from '../sha256.ts';
import { hashRelations } from '../statements.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { PoolWork } from './nativeApi.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

type Context = Omit<JobContext, 'part'>;

/** Learns from relations, and keeps what it learned last: questions, batches and the map ask for the same. */
export interface RelationLearner {
  /** What relations teach, beside the labels that were given. */
  learned(
    work: PoolWork,
    relations: PoolRelations,
    loaded: LoadedMatrix,
    context: Context,
  ): Promise<LearnedRelations>;
  /** What distances of a job are measured in: its embeddings, or where it has relations, what they teach. */
  distances(
    work: PoolWork,
    loaded: LoadedMatrix | undefined,
    context: Context,
  ): Promise<LoadedMatrix | undefined>;
}

const nothingLearned =
  'Nothing is known yet of which images show the same, so distances are those of the embeddings.';

export function createRelationLearner(): RelationLearner {
  let kept: { readonly key: string; readonly learned: LearnedRelations } | undefined;

  async function learned(
    work: PoolWork,
    relations: PoolRelations,
    loaded: LoadedMatrix,
    context: Context,
  ): Promise<LearnedRelations> {
    const key = keyOf(work, relations, loaded);
    if (kept?.key === key) return kept.learned;
    kept = undefined;
    const { given, classCount } = work;
    const { statements, eliminate } = relations;
    const graph = graphOf(statements, given, { eliminate, classCount });
    // What may be picked has no part in what is learned: a batch within a folder has the same distances.
    const pool = workedPool({ ...work, labels: given, excluded: new Int32Array(0) }, loaded);
    const ctx = { ...coreContext(context), rng: createRng('relations') };
    kept = { key, learned: await learnRelations(propagated(pool, graph), graph, ctx) };
    return kept.learned;
  }

  return {
    learned,
    async distances(work, loaded, context) {
      const { relations } = work;
      if (relations === undefined || loaded === undefined) return loaded;
      const { features } = await learned(work, relations, loaded, context);
      if (features === undefined) return { ...loaded, note: nothingLearned };
      return { matrix: features, hash: keyOf(work, relations, loaded), unprojected: loaded };
    },
  };
}

function keyOf({ given, classCount }: PoolWork, relations: PoolRelations, loaded: LoadedMatrix): string {
  return sha256([loaded.hash, classCount, hashRelations(relations, given)].join());
}
