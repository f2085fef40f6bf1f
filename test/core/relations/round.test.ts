import { describe, expect, test } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { createPool } from '../../../src/core/pool.ts';
import { graphOf } from '../../../src/core/relations/graph.ts';
import { shownOf } from '../../../src/core/relations/queries.ts';
import type { Query } from '../../../src/core/relations/query.ts';
import { type Related, relate } from '../../../src/core/relations/round.ts';
import type { Statements } from '../../../src/core/relations/statements.ts';
import { roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const { points, cluster: truth } = clusteredMatrix(300, 16, 6, 3, 0.5);

function said(...list: readonly (readonly [number, number, number])[]): Statements {
  return {
    a: Int32Array.from(list, ([a]) => a),
    b: Int32Array.from(list, ([, b]) => b),
    relation: Int8Array.from(list, ([, , relation]) => relation),
    source: new Uint8Array(list.length),
  };
}

interface Case {
  readonly labels?: ReadonlyMap<number, number>;
  readonly statements?: Statements;
  readonly count?: number;
  readonly candidates?: number;
  readonly seed?: number;
  readonly excluded?: readonly number[];
  readonly embeddings?: typeof points;
}

function poolFor({
  labels = new Map(),
  excluded = [],
  embeddings = points,
}: Case): ReturnType<typeof createPool> {
  const given = new Int32Array(embeddings.rows).fill(-1);
  for (const [row, label] of labels) given[row] = label;
  return createPool({ labels: given, classCount: 6, excluded, embeddings });
}

function ask(asked: Case = {}, ctx = roundContext()): Promise<Related> {
  const { statements = said(), count = 6, candidates = 9, seed = 0 } = asked;
  return relate(poolFor(asked), statements, { count, candidates, seed, eliminate: false }, ctx);
}

/** One image of each class, the lowest row. */
const oneEach = new Map(Array.from({ length: 6 }, (_, c) => [truth.indexOf(c), c]));

/** What must hold of any questions, whatever is known. */
function checkSound(queries: readonly Query[], asked: Case): void {
  const pool = poolFor(asked);
  const graph = graphOf(asked.statements ?? said(), pool.labels, { eliminate: false, classCount: 6 });
  const mayAppear = new Set([...pool.candidates, ...pool.labeled]);
  const candidates = new Set<number>();
  for (const query of queries) {
    const [anchor, ...others] = shownOf(query);
    expect(others.length).toBeGreaterThan(0);
    expect(others.length).toBeLessThanOrEqual(asked.candidates ?? 9);
    expect(query.expected).toBeGreaterThan(0);
    expect(query.why).toMatch(/^[A-Z].*\.$/);
    for (const row of [anchor, ...others]) expect(mayAppear).toContain(row);
    for (const row of others) {
      expect(row).not.toBe(anchor);
      expect(candidates).not.toContain(row);
      candidates.add(row);
      expect(graph.relation(anchor, row)).toBe('unknown');
      expect(graph.isAsked(anchor, row)).toBe(false);
    }
  }
}

describe('the questions', () => {
  const some = said(
    ...[3, 7, 11].map((row) => [row, row + 20, truth[row] === truth[row + 20] ? 1 : -1] as const),
    [50, 51, 0],
    [60, 61, 0],
  );
  const cases: Readonly<Record<string, Case>> = {
    'with nothing known': {},
    'with one image of each class': { labels: oneEach },
    'with one label in all': { labels: new Map([[5, 2]]) },
    'with two classes of six': { labels: new Map([...oneEach].slice(0, 2)) },
    'with groups that have no name': { statements: some },
    'with labels and groups': { labels: oneEach, statements: some },
    'with images left out': { labels: oneEach, excluded: [1, 2, 3, 4, 50, 51] },
    'in pairs and threes': { labels: oneEach, candidates: 2 },
    'many at once': { labels: oneEach, count: 25 },
  };
  for (const [name, asked] of Object.entries(cases))
    test(`${name}, are sound and the same for the same seed`, async () => {
      const first = await ask(asked);
      expect(first.queries.length).toBe(asked.count ?? 6);
      checkSound(first.queries, asked);
      expect(await ask(asked)).toEqual(first);
    });

  test('are most of them answered with yes where classes lie apart', async () => {
    const { queries } = await ask({ labels: oneEach });
    const answers = queries.flatMap((query) => {
      const [anchor, ...others] = shownOf(query);
      return others.map((row) => truth[row] === truth[anchor]);
    });
    expect(answers.filter((isSame) => isSame).length).toBeGreaterThan(0.6 * answers.length);
  });

  test('join groups: one yes names all images of one', async () => {
    const members = [...truth.keys()].filter((row) => truth[row] === 0);
    const labels = new Map(oneEach);
    const group = members.slice(1, 21);
    const statements = said(...group.slice(1).map((row) => [group[0], row, 1] as const));
    const { queries } = await ask({ labels, statements });
    const merge = queries.find(({ purpose }) => purpose === 'merge');
    expect(merge?.expected).toBeGreaterThan(9);
    expect(shownOf(merge ?? queries[0]).filter((row) => group.includes(row)).length).toBe(1);
  });

  test('are never asked again after nobody could tell, against no image of the class', async () => {
    const labels = new Map([...oneEach, [[...truth.keys()].filter((row) => truth[row] === 0)[1], 0]]);
    const anchor = truth.indexOf(0);
    const unsure = [...truth.keys()].filter((row) => truth[row] === 0).slice(2, 42);
    const statements = said(...unsure.map((row) => [anchor, row, 0] as const));
    const asked = { labels, statements, count: 20 };
    const { queries } = await ask(asked);
    checkSound(queries, asked);
    const ofClass = [...labels].filter(([, label]) => label === 0).map(([row]) => row);
    for (const query of queries) {
      const [first, ...others] = shownOf(query);
      if (ofClass.includes(first)) expect(others.filter((row) => unsure.includes(row))).toEqual([]);
    }
  });
});

describe('what was said', () => {
  const ofClass = (label: number): readonly number[] =>
    [...truth.keys()].filter((row) => truth[row] === label);

  test('and contradicts is settled first, by one of the pairs that do', async () => {
    const [a, b, c] = ofClass(2).slice(1);
    const statements = said([a, b, 1], [b, c, 1], [a, c, -1]);
    const [first] = (await ask({ labels: oneEach, statements })).queries;
    expect(first).toMatchObject({ kind: 'pair', purpose: 'settle' });
    const pair = [...shownOf(first)].sort((x, y) => x - y).join();
    expect(
      [
        [a, b],
        [b, c],
        [a, c],
      ].map((rows) => rows.sort((x, y) => x - y).join()),
    ).toContain(pair);
  });

  test('of an image that looks like another class is checked, against another image of its class', async () => {
    const known = [0, 1].flatMap((label) => ofClass(label).slice(0, 12));
    const labels = new Map([ofClass(0)[0], ofClass(1)[0]].map((row) => [row, truth[row]]));
    const anchorOf = (row: number): number => ofClass(truth[row])[0];
    const right = known.filter((row) => row !== anchorOf(row)).map((row) => [anchorOf(row), row, 1] as const);
    const wrong = ofClass(1)[20];
    const statements = said(...right, [ofClass(0)[0], wrong, 1]);
    const pool = poolFor({ labels });
    const options = { count: 4, candidates: 9, seed: 0, eliminate: false, isRecheck: true };
    const { queries } = await relate(pool, statements, options, roundContext());
    const check = queries.find(({ purpose }) => purpose === 'check');
    expect(check).toBeDefined();
    const [anchor, ...others] = check ? shownOf(check) : [];
    expect(others[0]).toBe(wrong);
    expect(truth[anchor]).toBe(0);
    const confirmed = said(...right, [ofClass(0)[0], wrong, 1], [anchor, wrong, 1]);
    const after = await relate(pool, confirmed, options, roundContext());
    expect(after.queries.flatMap(shownOf)).not.toContain(wrong);
  });

  test('and alone joins two large groups is held against a second pair of them, once', async () => {
    const [x, y] = [ofClass(2), ofClass(3)].map((rows) => rows.slice(1, 10));
    const star = (rows: readonly number[]): readonly (readonly [number, number, number])[] =>
      rows.slice(1).map((row) => [rows[0], row, 1]);
    const joined = [...star(x), ...star(y), [x[0], y[3], 1]] as const;
    const asked = { labels: oneEach, statements: said(...joined), count: 4 };
    const { queries } = await ask(asked);
    expect(queries[0]).toMatchObject({ kind: 'pair', purpose: 'check' });
    const [p, q] = shownOf(queries[0]);
    expect(x.slice(1)).toContain(p);
    expect(y.filter((row) => row !== y[3])).toContain(q);
    const isAcross = (query: Query): boolean =>
      shownOf(query).some((row) => x.includes(row)) && shownOf(query).some((row) => y.includes(row));
    expect(queries.filter(isAcross)).toHaveLength(1);

    for (const relation of [1, 0]) {
      const after = await ask({ ...asked, statements: said(...joined, [p, q, relation]) });
      expect(after.queries.filter(isAcross)).toEqual([]);
    }
    const [settling] = (await ask({ ...asked, statements: said(...joined, [p, q, -1]) })).queries;
    expect(settling.purpose).toBe('settle');
    const smaller = said(...star(x), ...star(y.slice(0, 7)), [x[0], y[3], 1]);
    expect((await ask({ ...asked, statements: smaller })).queries.filter(isAcross)).toEqual([]);
  });

  test('without contradiction or doubt, there is nothing to ask again', async () => {
    const options = { count: 4, candidates: 9, seed: 0, eliminate: false, isRecheck: true };
    const { queries } = await relate(poolFor({ labels: oneEach }), said(), options, roundContext());
    expect(queries).toEqual([]);
  });
});

describe('where little or nothing can be asked', () => {
  test('a pool smaller than a screen is asked about in one question', async () => {
    const few = matrix(4, 16, points.data.slice(0, 4 * 16));
    const { queries } = await ask({ embeddings: few });
    expect(queries.length).toBe(1);
    expect(new Set(shownOf(queries[0])).size).toBe(4);
  });

  test('one image, none, or all labeled ask nothing and say why', async () => {
    const one = await ask({ embeddings: matrix(1, 16, points.data.slice(0, 16)) });
    expect(one.queries).toEqual([]);
    expect(one.notes).toEqual(['Everything that could be asked was asked.']);
    const none = await ask({ embeddings: matrix(0, 16) });
    expect(none).toMatchObject({ queries: [], notes: ['There are no images to ask about.'] });
    const all = await ask({ labels: new Map(Array.from(truth, (label, row) => [row, label])) });
    expect(all).toMatchObject({ queries: [], notes: ['Every image has a label.'] });
  });

  test('images that differ from every class begin groups of their own', async () => {
    const rows = [...truth.keys()].filter((row) => !oneEach.has(row)).slice(0, 80);
    const statements = said(
      ...rows.flatMap((row) => [...oneEach.keys()].map((known) => [known, row, -1] as const)),
    );
    const excluded = [...truth.keys()].filter((row) => !rows.includes(row) && !oneEach.has(row));
    const asked = { labels: oneEach, statements, excluded };
    const { queries } = await ask(asked);
    checkSound(queries, asked);
    expect(queries.every(({ purpose }) => purpose === 'new-class')).toBe(true);
    expect(queries.length).toBeGreaterThan(0);
  });

  test('images without an embedding are told and not asked about', async () => {
    const holes = { ...points, data: points.data.slice() };
    for (const row of [40, 41, 42]) holes.data.fill(row === 41 ? Number.NaN : 0, row * 16, (row + 1) * 16);
    const asked = { labels: oneEach, embeddings: holes };
    const { queries, notes } = await ask(asked);
    expect(notes).toEqual(['3 images have no embedding and are not asked about.']);
    for (const row of [40, 41, 42]) expect(queries.flatMap(shownOf)).not.toContain(row);
  });

  test('a cancelled round ends', async () => {
    const controller = new AbortController();
    const ctx = roundContext(controller.signal);
    const asked = ask({ labels: oneEach }, ctx);
    controller.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});
