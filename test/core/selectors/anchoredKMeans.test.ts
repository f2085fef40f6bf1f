import { describe, expect, it } from 'vitest';
import { gather, squaredDistance } from '../../../src/core/math/matrix.ts';
import { activeRows } from '../../../src/core/selectors/activeRows.ts';
import { kernelWidth } from '../../../src/core/selectors/kernelWidth.ts';
import { indicesOf, poolOf, round, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const { points, cluster } = clusteredMatrix(400, 8, 6, 2, 0.2);
const sizeOf = (id: number): number => cluster.filter((other) => other === id).length;

describe('anchored-k-means', () => {
  it('picks one image of each group, of the largest first, and the one that represents it best', async () => {
    const { picks } = await round(poolOf(points), 'anchored-k-means', 6);
    const groups = picks.map(({ index }) => cluster[index]);
    expect(new Set(groups).size).toBe(6);
    const sizes = groups.map(sizeOf);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    const members = [...cluster.keys()].filter((row) => cluster[row] === groups[0]);
    const width = kernelWidth('half-median', await activeRows(poolOf(points), true, roundContext()));
    const sums = members.map((row) =>
      members.reduce(
        (sum, other) => sum + Math.exp(-squaredDistance(points, row, points, other) / width ** 2),
        0,
      ),
    );
    expect(picks[0].index).toBe(members[sums.indexOf(Math.max(...sums))]);
    expect(picks[0].reason).toMatchObject({
      text: `Represents a group of ${sizes[0]} images best; no labeled image stands for them.`,
      cluster: { size: sizes[0], labeled: 0 },
    });
  });

  it('leaves the groups that have a label alone', async () => {
    const labeled = [0, 1, 2].map((id) => cluster.indexOf(id));
    const picks = indicesOf(await round(poolOf(points, labeled), 'anchored-k-means', 3));
    expect(picks.map((row) => cluster[row]).sort()).toEqual([3, 4, 5]);
  });

  it('tells when it ran out of groups, and of an image alone', async () => {
    const copies = gather(points, [0, 0, 0, 0, 1, 1, 2]);
    const result = await round(poolOf(copies, [0]), 'anchored-k-means', 4);
    expect(result.picks.map(({ reason }) => reason.text)).toEqual([
      'Represents a group of 2 images best; no labeled image stands for them.',
      'Alone in its group: no other image is near it, and none with a label.',
      'A copy of an image that is labeled or chosen already, or nearly one.',
      'A copy of an image that is labeled or chosen already, or nearly one.',
    ]);
    expect(result.notes).toEqual([
      'There are fewer groups than picks, so the last 2 are copies or nearly so, chosen farthest first.',
    ]);
  });
});
