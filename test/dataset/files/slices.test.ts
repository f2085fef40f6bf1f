import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { atOnce, inSlices, type Steps } from '../../../src/dataset/files/slices.ts';

/** Steps of a millisecond each; tells how far it came. */
function* slow(steps: number, done: number[]): Steps<string> {
  for (let step = 0; step < steps; step++) {
    const end = performance.now() + 1;
    while (performance.now() < end);
    done.push(step);
    yield;
  }
  return 'done';
}

describe('inSlices', () => {
  it('returns what the steps return, and lets others in between', async () => {
    let turns = 0;
    let isOver = false;
    const others = (async () => {
      while (!isOver) {
        await turn();
        turns++;
      }
    })();
    expect(await inSlices(slow(60, []))).toBe('done');
    isOver = true;
    await others;
    expect(turns).toBeGreaterThan(2);
  });

  it('stops where it is when it is cancelled', async () => {
    const controller = new AbortController();
    const done: number[] = [];
    const work = inSlices(slow(1000, done), controller.signal);
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(done.length).toBeLessThan(1000);
  });

  it('rejects with what a step throws', async () => {
    function* broken(): Steps<void> {
      yield;
      throw new Error('broken step');
    }
    await expect(inSlices(broken())).rejects.toThrow('broken step');
  });
});

it('atOnce runs all steps before it returns', () => {
  const done: number[] = [];
  expect(atOnce(slow(3, done))).toBe('done');
  expect(done).toEqual([0, 1, 2]);
});
