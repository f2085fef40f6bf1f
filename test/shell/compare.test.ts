import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { put, temporaryFolder } from '../support/datasets.ts';
import { openPage } from './pageLink.ts';
import { openSession } from './sessions.ts';

function pool(): string {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg');
  return folder;
}

const two = ['random', 'k-center'] as const;

describe('Compare Strategies', () => {
  test('embeds what is missing and asks for what Select Next Batch would ask for, with each strategy', async () => {
    const settings = {
      batchSize: 2,
      seed: 7,
      selector: 'k-center',
      selectorParameters: { metric: 'cosine' },
    } as const;
    const { session, engine } = await openSession(pool(), { ...settings, balance: 'class' });
    await session.act([{ kind: 'label', path: 'c.jpg', label: 'cat' }]);
    await session.compare(two);
    await session.selectNextBatch();
    expect(engine.embeds).toHaveLength(2);
    const { strategies, ...asked } = engine.compares[0] ?? { strategies: [] };
    expect(strategies).toEqual([
      { selector: 'random', parameters: {} },
      { selector: 'k-center', parameters: { metric: 'cosine' } },
    ]);
    const { selector: _, parameters: __, ...selected } = engine.selects[0];
    expect(asked).toEqual(selected);
  });

  test('shows what is done while the rest is chosen, and what could not run', async () => {
    const { session } = await openSession(pool(), { batchSize: 2 });
    const told: string[] = [];
    session.onChange(() => {
      const { compared: comparison } = session.views;
      if (comparison) told.push(`${comparison.strategies.length} ${comparison.isRunning}`);
    });
    await session.compare(['random', 'margin']);
    expect([...new Set(told)]).toEqual(['1 true', '2 false']);
    expect(session.views.compared).toMatchObject({
      selectors: ['random', 'margin'],
      budget: 2,
      stale: '',
      strategies: [
        {
          selector: 'random',
          refusal: '',
          picks: [{ path: 'a.jpg', why: 'First in line.' }, { path: 'b.jpg' }],
        },
        { selector: 'margin', refusal: expect.stringContaining('labels'), picks: [] },
      ],
    });
    expect(session.views.compared).toBe(session.views.compared);
  });

  test('records nothing, until a batch is taken: then it is the next one as it was compared', async () => {
    const { session, engine } = await openSession(pool(), { batchSize: 2, seed: 3 });
    await session.compare(two);
    expect(session.batch).toBeUndefined();
    await session.takeCompared(1);
    expect(engine.selects).toHaveLength(0);
    expect(session.batch).toMatchObject({
      id: '0001',
      selector: 'k-center',
      seed: 3,
      budget: 2,
      poolSize: 5,
    });
    expect(session.batch?.picks.map((pick) => pick.path)).toEqual(['a.jpg', 'b.jpg']);
    expect(session.views.compared?.stale).toBe('');
  });

  test('says that labels changed; a batch is still taken as long as all its images are open', async () => {
    const { session } = await openSession(pool(), { batchSize: 2 });
    await session.compare(two);
    await session.act([{ kind: 'label', path: 'e.jpg', label: 'cat' }]);
    expect(session.views.compared?.stale).toMatch(/^Labels changed/);
    const told = session.views.compared;
    await session.act([{ kind: 'flag', path: 'd.jpg', on: true }]);
    expect(session.views.compared).toBe(told);
    await session.undo();
    await session.undo();
    expect(session.views.compared?.stale).toBe('');
    await session.act([{ kind: 'flag', path: 'e.jpg', on: true }]);
    expect(session.views.compared?.stale).toBe('');
    await session.act([{ kind: 'skip', path: 'd.jpg', on: true }]);
    expect(session.views.compared?.stale).toMatch(/^Labels changed/);
    await session.takeCompared(0);
    expect(session.batch?.labeled).toEqual([]);
    expect(session.batch?.excluded).toEqual([]);
  });

  test('refuses a batch with an image that is labeled, skipped or gone by now', async () => {
    const folder = pool();
    const { session } = await openSession(folder, { batchSize: 2 });
    await session.compare(two);
    await session.act([{ kind: 'label', path: 'b.jpg', label: 'cat' }]);
    await expect(session.takeCompared(0)).rejects.toThrow(/1 of the 2 images .*b\.jpg.*compare again/);
    await session.undo();
    await session.act([{ kind: 'skip', path: 'a.jpg', on: true }]);
    await expect(session.takeCompared(0)).rejects.toMatchObject({ code: 'input-differs' });
    await session.undo();
    rmSync(path.join(folder, 'a.jpg'));
    await session.rescan();
    expect(session.views.compared?.stale).toMatch(/^Images came or went/);
    await expect(session.takeCompared(0)).rejects.toThrow(/a\.jpg/);
    expect(session.batch).toBeUndefined();
  });

  test('has no batch to take where none was compared, or the strategy could not run', async () => {
    const { session } = await openSession(pool());
    await expect(session.takeCompared(0)).rejects.toMatchObject({ code: 'usage' });
    await session.compare(['random', 'margin']);
    await expect(session.takeCompared(1)).rejects.toMatchObject({ code: 'usage' });
    await session.act([...'abcde'].map((name) => ({ kind: 'skip', path: `${name}.jpg`, on: true })));
    await session.compare(two);
    await expect(session.takeCompared(0)).rejects.toThrow(/empty/);
  });

  test('is cancelled like every job, and what was compared before stays', async () => {
    const { session, engine } = await openSession(pool(), { batchSize: 2 });
    await session.compare(two);
    const before = session.views.compared;
    engine.isSlow = true;
    const running = session.compare(['typiclust', 'random']);
    expect(session.job?.kind).toBe('compare');
    session.cancel();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(session.views.compared).toBe(before);
    expect(session.job).toBeNull();
  });

  test('is asked for by the page, which is told what came of it', async () => {
    const { session } = await openSession(pool(), { batchSize: 2 });
    const page = openPage(session);
    await page.client.ready(null);
    expect(page.state.comparison).toBeNull();
    await page.client.compare(two);
    expect(page.state.comparison?.strategies).toHaveLength(2);
    await page.client.takeCompared(0);
    expect(page.state.batch?.picks.map((pick) => pick.path)).toEqual(['a.jpg', 'b.jpg']);
    await expect(page.client.takeCompared(7)).rejects.toMatchObject({ code: 'usage' });
  });
});
