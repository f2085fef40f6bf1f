import { expect, it } from 'vitest';
import { basisOf, sampledAlike } from '../../../src/core/relations/basis.ts';
import { headContext } from '../../support/heads.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const { points, cluster } = clusteredMatrix(300, 8, 5, 1, 0.2);

it('the likeness of a sample that is the whole is that of all', async () => {
  const { graph, alike } = await basisOf(points, headContext());
  const sampled = await sampledAlike(graph.points, 300, headContext());
  expect(sampled.compared).toBe(300);
  for (let node = 0; node < 300; node++) expect(sampled.alike(node)).toEqual(alike(node));
});

it('a sample says of every so many nodes which of these are alike, and nothing of the others', async () => {
  const { graph } = await basisOf(points, headContext());
  const { alike, compared } = await sampledAlike(graph.points, 110, headContext());
  expect(compared).toBe(100);
  const pairs = Array.from(graph.rows.keys()).flatMap((node) => alike(node).map((other) => [node, other]));
  expect(pairs.length).toBeGreaterThan(100);
  for (const [node, other] of pairs) {
    expect([node % 3, other % 3]).toEqual([0, 0]);
    expect(cluster[other]).toBe(cluster[node]);
    expect(alike(other)).toContain(node);
  }
});
