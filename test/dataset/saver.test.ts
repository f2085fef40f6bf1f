import { describe, expect, it, vi } from 'vitest';
import { Saver } from '../../src/dataset/saver.ts';

/** A save that ends when the test says so. */
function heldSave() {
  const ends: ((error?: Error) => void)[] = [];
  const save = vi.fn(
    () => new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve()))),
  );
  return { save, ends };
}

describe('Saver', () => {
  it('saves once for many requests', async () => {
    const save = vi.fn(async () => undefined);
    const saver = new Saver(save);
    for (let i = 0; i < 100; i++) saver.request();
    await vi.waitFor(() => expect(save).toHaveBeenCalled(), 5000);
    await saver.now();
    expect(save).toHaveBeenCalledTimes(1);
  });

  it('saves again what was requested while it saved, and not at the same time', async () => {
    const { save, ends } = heldSave();
    const saver = new Saver(save);
    saver.request();
    const first = saver.now();
    saver.request();
    const second = saver.now();
    expect(save).toHaveBeenCalledTimes(1);
    ends[0]();
    await first;
    await vi.waitFor(() => expect(save).toHaveBeenCalledTimes(2));
    ends[1]();
    await second;
  });

  it('waits for a pause between requests, but no longer than two seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const save = vi.fn(async () => undefined);
      const saver = new Saver(save);
      for (let i = 0; i < 100; i++) {
        saver.request();
        await vi.advanceTimersByTimeAsync(50);
      }
      expect(save).toHaveBeenCalledTimes(2);
      await vi.advanceTimersByTimeAsync(150);
      expect(save).toHaveBeenCalledTimes(3);
    } finally {
      vi.useRealTimers();
    }
  });

  it('has it still to save when saving failed', async () => {
    const { save, ends } = heldSave();
    const saver = new Saver(save);
    saver.request();
    const first = saver.now();
    ends[0](new Error('full'));
    await expect(first).rejects.toThrow('full');
    const second = saver.now();
    ends[1]();
    await second;
    await saver.now();
    expect(save).toHaveBeenCalledTimes(2);
  });
});
