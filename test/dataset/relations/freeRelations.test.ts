import { utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freeAnswers, listedGroups } from '../../../src/dataset/relations/freeRelations.ts';
import { labelsOf, open, put, temporaryFolder } from '../../support/datasets.ts';

const names = ['a', 'b', 'c', 'd', 'e'].flatMap((folder) => [`${folder}/1.jpg`, `${folder}/2.jpg`]);

describe('relations that are free', () => {
  it('are taken over as one undo unit, marked, and offered again when that is taken back', async () => {
    const folder = temporaryFolder();
    put(folder, ...names);
    const dataset = await open(folder);
    const groups = listedGroups(dataset.images, 'folder');
    expect(groups).toHaveLength(5);
    await dataset.act([{ kind: 'label', path: 'a/1.jpg', label: 'cat' }]);
    await dataset.act(freeAnswers(groups, 'folder', dataset));
    expect(labelsOf(dataset)).toEqual({ 'a/1.jpg': 'cat', 'a/2.jpg': 'cat' });
    expect(dataset.relations.answers.map(({ oracle }) => oracle)).toEqual(groups.map(() => 'folder'));
    expect(freeAnswers(groups, 'folder', dataset)).toEqual([]);
    await dataset.undo();
    expect(dataset.relations.answers).toEqual([]);
    expect(freeAnswers(groups, 'folder', dataset)).toHaveLength(5);
  });

  it('leave out what a person was asked, or what is known otherwise', async () => {
    const folder = temporaryFolder();
    put(folder, ...names);
    const dataset = await open(folder);
    const said = { kind: 'relation', id: '', query: 'pair', same: [], different: [], unsure: [] } as const;
    await dataset.act([{ ...said, anchor: 'a/1.jpg', different: ['a/2.jpg'] }]);
    await dataset.act([{ ...said, anchor: 'b/2.jpg', unsure: ['b/1.jpg'] }]);
    const answers = freeAnswers(listedGroups(dataset.images, 'folder'), 'folder', dataset);
    expect(answers.map(({ anchor }) => anchor)).toEqual(['c/1.jpg', 'd/1.jpg', 'e/1.jpg']);
  });

  it('know bursts by the times of the files', async () => {
    const folder = temporaryFolder();
    put(folder, ...names);
    for (const [i, name] of names.entries()) {
      const seconds = name === 'c/2.jpg' ? 121 : 30 * i;
      utimesSync(path.join(folder, name), seconds, seconds);
    }
    put(folder, 'c/3.jpg', 'c/4.jpg');
    utimesSync(path.join(folder, 'c/3.jpg'), 500, 500);
    utimesSync(path.join(folder, 'c/4.jpg'), 600, 600);
    const dataset = await open(folder);
    expect(listedGroups(dataset.images, 'burst')).toEqual([['c/1.jpg', 'c/2.jpg']]);
  });
});
