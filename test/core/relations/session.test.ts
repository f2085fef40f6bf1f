import { describe, expect, test } from 'vitest';
import { gather } from '../../../src/core/math/matrix.ts';
import { relationStrategies } from '../../../src/core/relations/simulate/askers.ts';
import {
  runSession,
  type SessionPlan,
  type SessionResult,
} from '../../../src/core/relations/simulate/session.ts';
import { roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const { points, cluster } = clusteredMatrix(400, 16, 5, 11, 0.9);
const rows = [...cluster.keys()];
const part = (own: readonly number[]): { embeddings: typeof points; truth: Int32Array } => ({
  embeddings: gather(points, own),
  truth: Int32Array.from(own, (row) => cluster[row]),
});
const world = { ...part(rows.slice(0, 300)), classCount: 5 };
const heldOut = part(rows.slice(300));

function session(plan: Partial<SessionPlan>, ctx = roundContext()): Promise<SessionResult> {
  const whole: SessionPlan = { strategy: 'active', seed: 0, marks: [5, 20], candidates: 9, noise: 0 };
  return runSession(world, heldOut, { ...whole, ...plan }, ctx);
}

describe('a session', () => {
  for (const strategy of relationStrategies)
    test(`${strategy}: counts decisions and labels, and is the same for the same seed`, async () => {
      const result = await session({ strategy });
      expect(result.points.map(({ screens }) => screens)).toEqual([5, 20]);
      for (const { screens, decisions, labels, wrong, conflicts, reasked, accuracy } of result.points) {
        expect(decisions).toBeLessThanOrEqual(9 * screens);
        expect(labels).toBeGreaterThan(0);
        expect(labels).toBeLessThanOrEqual(295);
        expect({ wrong, conflicts }).toEqual({ wrong: 0, conflicts: 0 });
        expect(reasked).toBeLessThanOrEqual(decisions);
        expect(accuracy).toBeGreaterThan(0.2);
      }
      expect(result.rechecked).toBeUndefined();
      expect(await session({ strategy })).toEqual(result);
    });

  test('gets many times the labels of questions that are drawn', async () => {
    const [active, random, keys] = await Promise.all(
      (['active', 'random', 'keys'] as const).map((strategy) => session({ strategy })),
    );
    expect(active.points[1].labels).toBeGreaterThan(3 * random.points[1].labels);
    expect(keys.points[1].labels).toBe(180);
  });

  test('finds wrong answers by asking again', async () => {
    const { points: seen, rechecked } = await session({ noise: 0.15 });
    const [, last] = seen;
    expect(last.wrong).toBeGreaterThan(0);
    expect(rechecked?.conflicts).toBeGreaterThan(0);
    expect(rechecked?.reasked).toBeGreaterThan(0);
    expect((rechecked?.wrong ?? 0) / (rechecked?.labels ?? 1)).toBeLessThan(last.wrong / last.labels);
  });

  test('from nothing meets most classes, and most of its questions bring something', async () => {
    const many = clusteredMatrix(500, 24, 12, 5, 1.1);
    const own = { embeddings: many.points, truth: many.cluster, classCount: 12 };
    const plan: SessionPlan = {
      strategy: 'active',
      seed: 0,
      marks: [40],
      candidates: 9,
      noise: 0,
      start: 'nothing',
    };
    const { points: seen } = await runSession(
      own,
      { embeddings: many.points, truth: many.cluster },
      plan,
      roundContext(),
    );
    const [{ labels, unnamed, classes, decisions }] = seen;
    expect(classes).toBeGreaterThanOrEqual(10);
    expect(labels + unnamed).toBeGreaterThan(0.7 * decisions);
  });

  test('goes on until nothing is left to ask', async () => {
    const { points: seen } = await session({ marks: [1000] });
    expect(seen[0].screens).toBeLessThan(200);
    expect(seen[0].labels + seen[0].unnamed).toBeGreaterThan(200);
  });

  test('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const asked = session({}, roundContext(controller.signal));
    controller.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});
