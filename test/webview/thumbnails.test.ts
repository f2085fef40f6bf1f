import { expect, test, vi } from 'vitest';
import type { Picture } from '../../src/protocol/panel.ts';
import { Thumbnails } from '../../webview/batch/thumbnails.ts';

interface Asked {
  readonly paths: readonly string[];
  readonly signal: AbortSignal;
  readonly answer: () => Promise<void>;
  readonly fail: () => Promise<void>;
}

/** A host that answers when it is told to. */
function host() {
  const asked: Asked[] = [];
  const arrivals = vi.fn();
  const thumbnails = new Thumbnails((paths, signal) => {
    const { promise, resolve, reject } = withResolvers<readonly Picture[]>();
    signal.addEventListener('abort', () => reject(new Error('Cancelled.')));
    const settled = (settle: () => void) => async (): Promise<void> => {
      settle();
      await new Promise((done) => setImmediate(done));
    };
    asked.push({
      paths,
      signal,
      answer: settled(() => resolve(paths.map((path) => ({ kind: 'picture', url: `url:${path}` })))),
      fail: settled(() => reject(new Error('The engine is gone.'))),
    });
    return promise;
  }, arrivals);
  return { thumbnails, asked, arrivals };
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `${from + i}.jpg`);

test('only what is looked at is asked for, the most urgent first, and each image once', async () => {
  const { thumbnails, asked, arrivals } = host();
  thumbnails.want(range(0, 10));
  thumbnails.want(range(0, 12));
  expect(asked.map(({ paths }) => paths)).toEqual([range(0, 10), range(10, 12)]);
  await asked[0].answer();
  expect(thumbnails.get('3.jpg')).toEqual({ kind: 'picture', url: 'url:3.jpg' });
  expect(thumbnails.get('11.jpg')).toBeUndefined();
  expect(arrivals).toHaveBeenCalledOnce();
});

test('many images are asked for in parts, a few at once', async () => {
  const { thumbnails, asked } = host();
  thumbnails.want(range(0, 100));
  expect(asked).toHaveLength(2);
  await asked[0].answer();
  expect(asked).toHaveLength(3);
  expect(new Set(asked.flatMap(({ paths }) => paths)).size).toBe(asked.flatMap(({ paths }) => paths).length);
});

test('scrolling away gives up what is no longer looked at, and asks again when it comes back', async () => {
  const { thumbnails, asked } = host();
  thumbnails.want(range(0, 10));
  thumbnails.want(range(50, 60));
  expect(asked[0].signal.aborted).toBe(true);
  expect(thumbnails.get('1.jpg')).toBeUndefined();
  await asked[1].answer();
  thumbnails.want(range(0, 10));
  expect(asked[2].paths).toEqual(range(0, 10));
});

test('a failure is shown as unreadable, not asked for again and again', async () => {
  const { thumbnails, asked } = host();
  thumbnails.want(range(0, 2));
  await asked[0].fail();
  expect(thumbnails.get('0.jpg')).toEqual({ kind: 'unreadable', reason: 'The engine is gone.' });
  expect(asked).toHaveLength(1);
});
