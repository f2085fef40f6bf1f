import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOf, label, put } from '../../support/datasets.ts';
import { labelErrors, pretendedReview } from '../../support/pretendedReviews.ts';
import { openPage } from '../pageLink.ts';
import { openSession } from '../sessions.ts';

async function reviewed(...files: Parameters<typeof folderOf>) {
  const folder = folderOf('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', ...files);
  const { session, engine } = await openSession(folder);
  await session.act([label('a.jpg', 'cat'), label('b.jpg', 'cat'), label('c.jpg', 'dog')]);
  engine.review = pretendedReview((request) => [
    ...labelErrors({ 'a.jpg': 'dog' })(request).map((found) => ({ ...found, near: Int32Array.of(2) })),
    { check: 'exact-duplicates', paths: ['b.jpg', 'd.jpg'], severity: 1, suggestion: { kind: 'keep-first' } },
  ]);
  const link = openPage(session);
  await link.client.ready(null);
  expect(link.state.review).toBeNull();
  await session.runReview();
  return { folder, session, engine, ...link };
}

const error = 'label-errors-a.jpg';

describe('a review', () => {
  test('is told by paths, with the labels as they were and classes by name', async () => {
    const { state } = await reviewed();
    expect(state.review?.findings).toMatchObject([
      {
        id: error,
        paths: ['a.jpg'],
        was: ['cat'],
        suggestion: { kind: 'label', label: 'dog' },
        near: ['c.jpg'],
      },
      { paths: ['b.jpg', 'd.jpg'], was: ['cat', ''], suggestion: { kind: 'keep-first' } },
    ]);
    expect(state.reviewMarks).toEqual({ labelsSince: 0, ignored: [], mended: [], goTo: null });
    expect(state.job).toBeNull();
  });

  test('says how many labels have changed since, and no longer when they are what they were', async () => {
    const { state, session, client } = await reviewed();
    const { review } = state;
    await client.act([{ kind: 'label', paths: ['a.jpg', 'd.jpg'], label: 'dog' }]);
    expect(state.reviewMarks?.labelsSince).toBe(2);
    await client.act([{ kind: 'flag', paths: ['b.jpg'], on: true }]);
    expect(state.reviewMarks?.labelsSince).toBe(2);
    await session.undo();
    await session.undo();
    expect(state.reviewMarks?.labelsSince).toBe(0);
    expect(state.review).toBe(review);
  });

  test('that is ignored in part is so after a reload, and until that is undone', async () => {
    const { folder, state, client, session } = await reviewed();
    await client.act([{ kind: 'ignore', findings: [error], on: true }]);
    expect(state.reviewMarks?.ignored).toEqual([error]);
    await session.close();

    const again = await openSession(folder, {}, session.window);
    again.engine.review = pretendedReview(labelErrors({ 'a.jpg': 'dog' }));
    const link = openPage(again.session);
    await link.client.ready(null);
    await again.session.runReview();
    expect(link.state.reviewMarks?.ignored).toEqual([error]);
    expect(again.session.views.review.open).toEqual([]);
    expect(await link.client.undo(null)).toMatchObject({ about: 'findings' });
    expect(link.state.reviewMarks?.ignored).toEqual([]);
  });

  test('has what two files say against each other, until that is mended', async () => {
    const { folder, state, session } = await reviewed(['labels.csv', 'path,label\nd.jpg,cat\nd.jpg,dog\n']);
    expect(state.review?.findings.filter(({ check }) => check === 'conflicts')).toMatchObject([
      { id: 'file-duplicate-row-d.jpg', paths: ['d.jpg'], was: ['dog'] },
    ]);
    await session.dataset.flush();
    put(folder, ['labels.csv', 'path,label\na.jpg,cat\nb.jpg,cat\nc.jpg,dog\nd.jpg,dog\n']);
    await expect
      .poll(async () => {
        await session.dataset.refresh();
        return state.reviewMarks?.mended;
      })
      .toEqual(['file-duplicate-row-d.jpg']);
  });

  test('goes on being about the same images when others come and go', async () => {
    const { folder, state, session } = await reviewed();
    put(folder, '0.jpg');
    rmSync(path.join(folder, 'd.jpg'));
    await session.rescan();
    expect(state.review?.findings[0].paths).toEqual(['a.jpg']);
    expect(session.views.review.open.map(({ id }) => id)).toContain(error);
    rmSync(path.join(folder, 'a.jpg'));
    await session.rescan();
    expect(session.views.review.open.map(({ id }) => id)).not.toContain(error);
  });

  test('that is cancelled leaves the one before, and says nothing', async () => {
    const { session, state, engine } = await reviewed();
    const { review } = state;
    engine.review = (_request, options) =>
      new Promise((_, reject) =>
        options?.signal?.addEventListener('abort', () => reject(new Error('stopped')), { once: true }),
      );
    const running = session.runReview();
    await expect.poll(() => state.job?.kind).toBe('review');
    session.cancel();
    await expect(running).rejects.toThrow();
    expect(state.review).toBe(review);
    expect(state.job).toBeNull();
  });

  test('sends the page to a finding that was asked for from outside', async () => {
    const { session, state } = await reviewed();
    session.views.review.goTo(error);
    expect(state.reviewMarks?.goTo).toEqual({ finding: error, number: 1 });
    session.views.review.goTo(error);
    expect(state.reviewMarks?.goTo).toEqual({ finding: error, number: 2 });
  });
});
