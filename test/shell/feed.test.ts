import { expect, test, vi } from 'vitest';
import { Feed } from '../../src/extension/feed.ts';
import type { Session } from '../../src/extension/session.ts';
import type { AnnotationPatch, PanelState } from '../../src/protocol/panel.ts';
import { folderOf, label } from '../support/datasets.ts';
import { openSession } from './sessions.ts';

const many = 3000;
const names = Array.from({ length: many }, (_, i) => `${i}.jpg`);

function follow(session: Session) {
  const patches: AnnotationPatch[] = [];
  const states: Partial<PanelState>[] = [];
  const feed = new Feed(session, {
    changed: (state) => void states.push(state),
    annotations: (patch) => void patches.push(patch),
  });
  return { feed, patches, states };
}

/** Counts how often one of many is looked at, by any walk over a map or a list. */
function countVisits(work: () => void): number {
  let visits = 0;
  const counted = <T>(values: IterableIterator<T>): IterableIterator<T> => {
    const next = values.next.bind(values);
    values.next = () => {
      visits++;
      return next();
    };
    return values;
  };
  const spies = [
    ...(['keys', 'values', 'entries', Symbol.iterator] as const).map((walk) => {
      const original = Map.prototype[walk];
      return vi.spyOn(Map.prototype, walk as 'keys').mockImplementation(function (
        this: Map<unknown, unknown>,
      ) {
        return counted(original.call(this) as IterableIterator<unknown>) as never;
      });
    }),
    ...(['map', 'every', 'some', 'filter', 'flatMap', 'forEach'] as const).map((walk) => {
      const original = Array.prototype[walk] as (...given: unknown[]) => unknown;
      return vi.spyOn(Array.prototype, walk as 'map').mockImplementation(function (
        this: unknown[],
        ...given: unknown[]
      ) {
        visits += this.length;
        return original.apply(this, given) as never;
      });
    }),
  ];
  try {
    work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return visits;
}

test('to tell of one act costs the same, however many images and labels there are', async () => {
  const { session } = await openSession(folderOf(...names));
  await session.act(names.slice(0, many / 2).map((name) => label(name, 'cat')));
  const { feed, patches } = follow(session);
  expect(countVisits(() => feed.flush())).toBeGreaterThan(many);
  await session.act([label(names.at(-1) ?? '', 'dog')]);
  const visits = countVisits(() => feed.flush());
  expect(patches.at(-1)?.rows).toHaveLength(1);
  expect(visits).toBeLessThan(300);
});

test('nothing is told where nothing changed', async () => {
  const { session } = await openSession(folderOf('a.jpg'));
  const { feed, patches, states } = follow(session);
  feed.flush();
  feed.flush();
  expect([patches.length, states.length]).toEqual([1, 1]);
});

test('everything is told anew when more changed than is remembered', async () => {
  const { session } = await openSession(folderOf('a.jpg', 'b.jpg'));
  const { feed, patches } = follow(session);
  feed.flush();
  const elsewhere = Array.from({ length: 25_000 }, (_, i) => label(`gone/${i}.jpg`, 'cat'));
  await session.act([label('a.jpg', 'dog'), ...elsewhere]);
  feed.flush();
  expect(patches.at(-1)).toMatchObject({ complete: true, names: ['dog'], rows: Int32Array.of(0) });
});

test('of many sentences about the files, as many are told as a person may read', async () => {
  const { session } = await openSession(folderOf('a.jpg'));
  await session.act(Array.from({ length: 500 }, (_, i) => label(`gone/${i}.jpg`, 'cat')));
  const { feed, states } = follow(session);
  feed.flush();
  expect(states[0].problems).toHaveLength(201);
  expect(states[0].problems?.at(-1)).toBe('There are 300 more of these.');
});
