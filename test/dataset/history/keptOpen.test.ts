import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Journal } from '../../../src/dataset/history/journal.ts';
import type { Line } from '../../../src/dataset/history/lines.ts';
import { read, temporaryFolder } from '../../support/datasets.ts';
import { recordingFiles } from '../../support/recordingFiles.ts';

const line = (id: string): Line => ({ id, time: '', window: 'w', kind: 'batch', batch: id });

function journal() {
  const folder = temporaryFolder();
  const { files, calls } = recordingFiles();
  return { folder, calls, journal: new Journal(files, path.join(folder, 'history.jsonl')) };
}

const opens = (calls: readonly string[]): number => calls.filter((call) => call.startsWith('open-a+')).length;

afterEach(() => void vi.useRealTimers());

describe('a journal that is kept open', () => {
  it.skipIf(process.platform === 'win32')('is opened once for acts in a row', async () => {
    const { journal: mine, calls, folder } = journal();
    for (const id of ['a', 'b', 'c']) {
      await mine.isUnchanged();
      await mine.append([line(id)]);
    }
    expect(opens(calls)).toBe(1);
    await mine.close();
    await mine.isUnchanged();
    await mine.append([line('d')]);
    expect(opens(calls)).toBe(2);
    expect(read(folder, 'history.jsonl').trim().split('\n')).toHaveLength(4);
    await mine.close();
  });

  it('is opened anew when the file was replaced, or nobody has looked', async () => {
    const { journal: mine, calls, folder } = journal();
    await mine.append([line('a')]);
    rmSync(path.join(folder, 'history.jsonl'));
    writeFileSync(path.join(folder, 'history.jsonl'), `${JSON.stringify(line('x'))}\n`);
    expect(await mine.isUnchanged()).toBe(false);
    const { restarted, lines } = await mine.append([line('b')]);
    expect([restarted, lines.length]).toEqual([true, 2]);
    await mine.append([line('c')]);
    expect(opens(calls)).toBe(3);
    await mine.close();
  });

  it('is not closed under an append that is under way when its time is over', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const folder = temporaryFolder();
    const { files } = recordingFiles((call) => {
      if (call.startsWith('sync ')) vi.advanceTimersByTime(60_000);
      return undefined;
    });
    const mine = new Journal(files, path.join(folder, 'history.jsonl'));
    await mine.append([line('a')]);
    await mine.isUnchanged();
    expect((await mine.append([line('b')])).lines).toHaveLength(1);
    expect(read(folder, 'history.jsonl').trim().split('\n')).toHaveLength(2);
    await mine.close();
  });
});
