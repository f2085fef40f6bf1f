import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matrix } from '../../src/core/math/matrix.ts';
import { createRng } from '../../src/core/rng.ts';
import type { Matrix } from '../../src/core/types.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { PoolRelations, PoolRequest, SelectRequest, SelectResult } from '../../src/protocol/engine.ts';
import type { ProjectResult } from '../../src/protocol/projection.ts';
import type { SimilarResult } from '../../src/protocol/similar.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { quietCall } from './images.ts';

const root = mkdtempSync(path.join(tmpdir(), 'features-'));
const size = 400;
/** Four things that differ in four columns, among 20 columns that say nothing and vary more. */
const thing = Int32Array.from({ length: size }, (_, row) => row % 4);
const points = noisyPoints();
let engine: Engine;

beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
  await writeNpy(path.join(root, 'embeddings.npy'), points);
});
afterAll(() => engine.close());

const pool: PoolRequest = {
  source: {
    kind: 'file',
    embeddings: path.join(root, 'embeddings.npy'),
    names: Array.from(thing, (_, i) => `${i}.jpg`),
  },
  classes: ['a', 'b', 'c', 'd'],
  labels: new Int32Array(size).fill(-1),
  excluded: new Int32Array(0),
};

function noisyPoints(): Matrix {
  const rng = createRng(1);
  const columns = 24;
  const data = Float32Array.from({ length: size * columns }, (_, at) => {
    const column = at % columns;
    if (column >= 4) return 1.2 * rng.normal();
    return (column === thing[Math.floor(at / columns)] ? 2 : 0) + 0.3 * rng.normal();
  });
  return matrix(size, columns, data);
}

/** Of each of the first rows it is said that it shows what the first one of its thing shows, and not what the first of another. */
function said(rows: number): PoolRelations {
  const pairs = Array.from({ length: rows }, (_, row) => [
    { a: row, b: thing[row], relation: 1 },
    { a: row, b: (thing[row] + 1) % 4, relation: -1 },
  ])
    .flat()
    .filter(({ a, b }) => a !== b);
  return {
    statements: {
      a: Int32Array.from(pairs, ({ a }) => a),
      b: Int32Array.from(pairs, ({ b }) => b),
      relation: Int8Array.from(pairs, ({ relation }) => relation),
      source: new Uint8Array(pairs.length),
    },
    eliminate: false,
  };
}

const select = async (request: Partial<SelectRequest> = {}): Promise<SelectResult> =>
  engine.select(
    { ...pool, selector: 'k-center', parameters: {}, budget: 8, seed: 1, ...request },
    quietCall(),
  );
const similar = async (relations?: PoolRelations): Promise<SimilarResult> =>
  engine.similar(
    {
      ...pool,
      ...(relations && { relations }),
      like: Int32Array.of(size - 1),
      unlike: new Int32Array(0),
      count: 50,
    },
    quietCall(),
  );
const map = async (relations?: PoolRelations): Promise<ProjectResult> =>
  engine.project(
    { ...pool, ...(relations && { relations }), method: 'pca', seed: 0, neighbors: 15, minDistance: 0.1 },
    quietCall(),
  );
/** The share of what was found that shows what the last row shows, of which nothing was said. */
const rightShare = ({ rows }: SimilarResult): number =>
  rows.filter((row) => thing[row] === thing[size - 1]).length / rows.length;
const rowsOf = ({ picks }: SelectResult): number[] => picks.map(({ index }) => index);

describe('distances of features that relations teach', () => {
  const relations = said(120);

  it('bring together what shows the same, though it looks different', async () => {
    expect(rightShare(await similar())).toBeLessThan(0.6);
    expect(rightShare(await similar(relations))).toBeGreaterThan(0.8);
  });

  it('are those of batches, of comparisons of them, of clusters and of the map', async () => {
    const [plain, learned] = [await select(), await select({ relations })];
    expect(rowsOf(learned)).not.toEqual(rowsOf(plain));
    const strategies = [
      { selector: 'k-center', parameters: {} },
      { selector: 'typiclust', parameters: {} },
    ];
    const compared = await engine.compare(
      { ...pool, relations, strategies, budget: 8, seed: 1 },
      quietCall(),
    );
    const [first] = compared.strategies;
    expect(first.kind === 'batch' && rowsOf(first.batch)).toEqual(rowsOf(learned));
    const { clusters, assignments } = await engine.cluster(
      { ...pool, relations, k: 4, seed: 0 },
      quietCall(),
    );
    expect(clusters).toHaveLength(4);
    const found = new Set(Array.from(assignments, (c, row) => `${c} ${thing[row]}`));
    expect(found.size).toBeLessThan(13);
    const [plainMap, learnedMap] = [await map(), await map(relations)];
    expect(learnedMap.key).not.toBe(plainMap.key);
    expect(learnedMap.points).not.toEqual(plainMap.points);
  });

  it('are named as an input, and the embeddings are the same input as without', async () => {
    const [plain, learned, more] = [
      await select(),
      await select({ relations }),
      await select({ relations: said(121) }),
    ];
    expect(plain.inputs.relations).toBeUndefined();
    expect(learned.inputs.relations).toMatch(/^[0-9a-f]{64}$/);
    expect(more.inputs.relations).not.toBe(learned.inputs.relations);
    expect(learned.inputs.embeddings).toBe(plain.inputs.embeddings);
    expect(await select({ relations })).toMatchObject({ picks: learned.picks, inputs: learned.inputs });
  });

  it('are those of the embeddings where nothing is known, and a note says so', async () => {
    const empty = await select({ relations: said(0) });
    expect(rowsOf(empty)).toEqual(rowsOf(await select()));
    const note = expect.stringContaining('distances are those of the embeddings');
    expect(empty.notes).toContainEqual(note);
    expect((await similar(said(0))).notes).toContainEqual(note);
    expect((await map(said(0))).notes).toContainEqual(note);
    expect((await map()).notes).toEqual([]);
    expect((await select({ relations })).notes).not.toContainEqual(note);
  });

  it('do not change what the head says', async () => {
    const labels = thing.map((t, row) => (row < 40 ? t : -1));
    const { picks } = await select({ labels, relations, selector: 'margin' });
    // The head of other labels, so that the one of these is not kept.
    await engine.predict({ ...pool, labels: labels.map((t, row) => (row < 20 ? t : -1)) }, quietCall());
    const { confidence } = await engine.predict({ ...pool, labels }, quietCall());
    const guessed = picks.map(({ reason }) => reason.prediction?.confidence);
    expect(guessed).toEqual(picks.map(({ index }) => confidence[index]));
  });

  it('refuse statements about rows that are not there', async () => {
    const strange = { ...relations.statements, a: relations.statements.a.map(() => size) };
    await expect(select({ relations: { statements: strange, eliminate: false } })).rejects.toMatchObject({
      code: 'internal',
    });
  });
});
