import { describe, expect, it } from 'vitest';
import { createBatcher } from '../../src/engine/batcher.ts';
import { createJobs } from '../../src/engine/jobs.ts';
import { createSlots } from '../../src/engine/slots.ts';

const never = new AbortController().signal;
/** A promise and the way to settle it. */
function gate(): { wait: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const wait = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait, open };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('jobs', () => {
  it('run one at a time, in the order asked; a failure does not stop the next', async () => {
    const jobs = createJobs();
    const seen: string[] = [];
    const first = gate();
    const a = jobs.run(never, async () => {
      seen.push('a begins');
      await first.wait;
      seen.push('a fails');
      throw new Error('a');
    });
    const b = jobs.run(never, async () => void seen.push('b'));
    await turn();
    expect(seen).toEqual(['a begins']);
    first.open();
    await expect(a).rejects.toThrow('a');
    await b;
    expect(seen).toEqual(['a begins', 'a fails', 'b']);
  });

  it('that are cancelled while they wait never begin', async () => {
    const jobs = createJobs();
    const first = gate();
    const running = jobs.run(never, () => first.wait);
    const controller = new AbortController();
    let begun = false;
    const waiting = jobs.run(controller.signal, async () => {
      begun = true;
    });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    first.open();
    await running;
    await jobs.idle();
    expect(begun).toBe(false);
  });
});

describe('slots', () => {
  it('hold so many at once, and let those in a hurry go first', async () => {
    const slots = createSlots(2);
    const seen: string[] = [];
    const first = gate();
    const work = (name: string, hurry: boolean, wait?: Promise<void>) =>
      slots.run(hurry, async () => {
        seen.push(name);
        await wait;
      });
    const all = [
      work('a', false, first.wait),
      work('b', false, first.wait),
      work('patient', false),
      work('urgent', true),
    ];
    await turn();
    expect(seen).toEqual(['a', 'b']);
    first.open();
    await Promise.all(all);
    expect(seen[2]).toBe('urgent');
    expect(seen.length).toBe(4);
  });

  it('are free again after a failure', async () => {
    const slots = createSlots(1);
    await expect(slots.run(false, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.run(false, async () => 7)).toBe(7);
  });
});

describe('the batcher', () => {
  it('hands every row to its owner, sends full batches, and the rest at the end', async () => {
    const sizes: number[] = [];
    const batcher = createBatcher({
      batch: 4,
      bytes: 1,
      encode: async (pixels) => {
        sizes.push(pixels.length);
        return Float32Array.from([...pixels].flatMap((value) => [value, -value]));
      },
    });
    const rows: number[][] = [];
    for (let i = 0; i < 10; i++)
      await batcher.add(Uint8Array.of(i), (row) => {
        rows[i] = [...row];
      });
    await batcher.finish();
    expect(sizes).toEqual([4, 4, 2]);
    expect(rows).toEqual(Array.from({ length: 10 }, (_, i) => [i, -i]));
  });

  it('lets nobody add while two batches are under way', async () => {
    const open: (() => void)[] = [];
    const batcher = createBatcher({
      batch: 1,
      bytes: 1,
      encode: async (pixels) => {
        const { wait, open: go } = gate();
        open.push(go);
        await wait;
        return new Float32Array(pixels.length);
      },
    });
    let added = 0;
    const adding = (async () => {
      for (let i = 0; i < 4; i++) {
        await batcher.add(Uint8Array.of(i), () => undefined);
        added++;
      }
    })();
    await turn();
    expect([added, open.length]).toEqual([1, 2]);
    for (let i = 0; i < 4; i++) {
      open[i]?.();
      await turn();
    }
    await adding;
    await batcher.finish();
    expect(added).toBe(4);
  });

  it('tells of a batch that failed', async () => {
    const batcher = createBatcher({ batch: 2, bytes: 1, encode: () => Promise.reject(new Error('lost')) });
    await batcher.add(Uint8Array.of(1), () => undefined);
    await expect(batcher.finish()).rejects.toThrow('lost');
  });
});
