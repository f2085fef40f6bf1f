import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cancelled } from '../../src/core/errors.ts';
import { BackgroundHead } from '../../src/extension/backgroundHead.ts';
import type { FolderPredictions } from '../../src/extension/folderPredictions.ts';

/** A head whose fits end when the test says so. */
function heldHead() {
  const fits: {
    readonly end: () => void;
    readonly fail: (error: unknown) => void;
    readonly signal: AbortSignal;
  }[] = [];
  const host = {
    count: 0,
    changes: 0,
    errors: [] as unknown[],
    predict: (signal: AbortSignal) =>
      new Promise<FolderPredictions>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(cancelled()));
        fits.push({ end: () => resolve(predictions(String(fits.length))), fail: reject, signal });
      }),
    labeled: () => host.count,
    changed: () => void host.changes++,
    failed: (error: unknown) => void host.errors.push(error),
  };
  return { host, fits, head: new BackgroundHead(host) };
}

function predictions(source: string): FolderPredictions {
  return {
    images: [],
    names: [],
    classes: new Int32Array(),
    confidence: new Float32Array(),
    head: 'softmax',
    source,
    why: '',
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the head in the background', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  test('is fitted again after ten labels more or fewer, and not before', async () => {
    const { host, fits, head } = heldHead();
    host.count = 9;
    head.labelsChanged();
    expect(fits).toHaveLength(0);
    host.count = 10;
    head.labelsChanged();
    expect(fits).toHaveLength(1);
    fits[0].end();
    await settled();
    expect(head.latest?.source).toBe('1');
    host.count = 1;
    head.labelsChanged();
    expect(fits).toHaveLength(1);
    host.count = 0;
    head.labelsChanged();
    expect(fits).toHaveLength(2);
  });

  test('is not fitted again for who looks once more, unless the labels are others', async () => {
    const { host, fits, head } = heldHead();
    head.ensure();
    fits[0].end();
    await settled();
    head.ensure();
    expect(fits).toHaveLength(1);
    host.count = 1;
    head.ensure();
    expect(fits).toHaveLength(2);
  });

  test('that takes long lets many more labels come before it is fitted again', async () => {
    const { host, fits, head } = heldHead();
    head.refresh();
    vi.advanceTimersByTime(1000);
    fits[0].end();
    await settled();
    host.count = 10;
    vi.advanceTimersByTime(3900);
    head.labelsChanged();
    expect(fits).toHaveLength(1);
    vi.advanceTimersByTime(200);
    head.labelsChanged();
    expect(fits).toHaveLength(2);
  });

  test('is fitted once at a time, and once more for all that came meanwhile', async () => {
    const { host, fits, head } = heldHead();
    for (let i = 0; i < 3; i++) head.refresh();
    expect(fits).toHaveLength(1);
    fits[0].end();
    await settled();
    expect(fits).toHaveLength(2);
    fits[1].end();
    await settled();
    expect(fits).toHaveLength(2);
    expect(host.changes).toBe(2);
  });

  test('makes way for a job, and begins anew when that is over', async () => {
    const { host, fits, head } = heldHead();
    head.refresh();
    head.hold();
    expect(fits[0].signal.aborted).toBe(true);
    await settled();
    head.refresh();
    expect(fits).toHaveLength(1);
    head.release();
    expect(fits).toHaveLength(2);
    expect(host.errors).toEqual([]);
  });

  test('that fails is told to the log, and keeps what it said before', async () => {
    const { host, fits, head } = heldHead();
    head.refresh();
    fits[0].end();
    await settled();
    head.refresh();
    const fault = new Error('The engine is lost.');
    fits[1].fail(fault);
    await settled();
    expect(host.errors).toEqual([fault]);
    expect(head.latest?.source).toBe('1');
  });

  test('says nothing after it is closed', async () => {
    const { host, fits, head } = heldHead();
    head.refresh();
    head.close();
    await settled();
    head.refresh();
    head.release();
    expect(fits).toHaveLength(1);
    expect([host.changes, host.errors]).toEqual([0, []]);
  });
});
