import { describe, expect, it } from 'vitest';
import { folderOf, label, labelsOf, open, put } from '../support/datasets.ts';

describe('undo and redo', () => {
  it('survive a reload of the window that has the same name', async () => {
    const folder = folderOf('a.jpg');
    const before = await open(folder, { window: 'tab' });
    await before.act([label('a.jpg', 'cat')]);
    await before.act([label('a.jpg', 'dog')]);
    await before.close();
    const dataset = await open(folder, { window: 'tab' });
    await dataset.undo();
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'cat' });
    await dataset.undo();
    expect(await dataset.undo()).toBeUndefined();
    await dataset.redo();
    await dataset.redo();
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'dog' });
    expect(await dataset.redo()).toBeUndefined();
  });

  it('refuse with a sentence when another window changed the image, and go on to the act before', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    const one = await open(folder);
    const two = await open(folder);
    await one.act([label('a.jpg', 'cat')]);
    await one.act([label('b.jpg', 'cat')]);
    await two.act([label('b.jpg', 'dog')]);
    await expect(one.undo()).rejects.toMatchObject({
      message: expect.stringMatching(/^b\.jpg was changed by another/),
    });
    expect(labelsOf(one)).toEqual({ 'a.jpg': 'cat', 'b.jpg': 'dog' });
    expect((await one.undo())?.paths).toEqual(['a.jpg']);
  });

  it('refuse when another program changed the image in labels.csv', async () => {
    const folder = folderOf('a.jpg');
    const dataset = await open(folder);
    await dataset.act([label('a.jpg', 'cat')]);
    await dataset.flush();
    put(folder, ['labels.csv', 'path,label\na.jpg,theirs\n']);
    await dataset.refresh();
    await expect(dataset.undo()).rejects.toThrow('a.jpg was changed');
    expect(labelsOf(dataset)).toEqual({ 'a.jpg': 'theirs' });
  });

  it('leave a class in its place that another window labels with', async () => {
    const folder = folderOf('a.jpg', 'b.jpg', 'c.jpg');
    const one = await open(folder);
    const two = await open(folder);
    await one.act([label('a.jpg', 'zebra')]);
    await two.act([label('b.jpg', 'ant')]);
    await two.act([label('c.jpg', 'zebra')]);
    await one.undo();
    expect(one.classes).toEqual(['zebra', 'ant']);
    await one.redo();
    expect(one.classes).toEqual(['zebra', 'ant']);
  });

  it('do not remove a class again that another window labels with by now', async () => {
    const folder = folderOf('a.jpg', 'b.jpg');
    const one = await open(folder);
    const two = await open(folder);
    await one.act(['zebra', 'ant'].map((name) => ({ kind: 'class-add', name })));
    await one.act([{ kind: 'class-remove', name: 'zebra' }]);
    await one.undo();
    await two.act([label('b.jpg', 'zebra')]);
    await one.redo();
    expect(one.classes).toEqual(['zebra', 'ant']);
  });
});
