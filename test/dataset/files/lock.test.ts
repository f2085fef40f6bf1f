import { mkdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../../src/dataset/files/lock.ts';
import { temporaryFolder } from '../../support/datasets.ts';

describe('withLock', () => {
  it('lets one at a time work, and hands on results and errors', async () => {
    const folder = temporaryFolder();
    let inside = 0;
    const work = async (result: number): Promise<number> => {
      expect(++inside).toBe(1);
      await new Promise(setImmediate);
      inside--;
      if (result === 1) throw new Error('one');
      return result;
    };
    const results = await Promise.allSettled([0, 1, 2, 3].map((i) => withLock(folder, () => work(i))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });

  it('takes over the lock of a process that was killed', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'lock'));
    utimesSync(path.join(folder, 'lock'), 0, 0);
    expect(await withLock(folder, async () => 'done')).toBe('done');
  });

  it('says in a sentence that a folder is not there', async () => {
    await expect(withLock(path.join(temporaryFolder(), 'none'), async () => 1)).rejects.toMatchObject({
      name: 'UserError',
    });
  });
});
