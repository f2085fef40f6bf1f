import { describe, expect, it } from 'vitest';
import type { Act, Dataset } from '../../src/dataset/types.ts';
import { folderOf, kinds, label, labelsOf, open, put, read } from '../support/datasets.ts';

const looks = (dataset: Dataset) =>
  dataset.classEntries.map(({ name, color, key }) => `${name} ${color ?? ''}${key}`.trim());

/** Two cats, one tabby; the image `gone.jpg` (a tabby too) is missing. */
async function cats(window = 'w') {
  const folder = folderOf('a.jpg', 'b.jpg', 'c.jpg', [
    'labels.csv',
    'path,label\na.jpg,cat\nb.jpg,cat\nc.jpg,tabby\ngone.jpg,tabby\n',
  ]);
  return { folder, dataset: await open(folder, { window }) };
}

describe('a class that is merged into another one', () => {
  it('gives it all its images, missing ones too, and undo gives back both, also after a reload', async () => {
    const { folder, dataset } = await cats();
    await dataset.act([{ kind: 'class-color', name: 'tabby', color: 4 }]);
    await dataset.act([{ kind: 'class-key', name: 'tabby', key: 't' }]);
    await dataset.act([{ kind: 'class-merge', name: 'tabby', into: 'cat' }]);
    expect(new Set(Object.values(labelsOf(dataset)))).toEqual(new Set(['cat']));
    await dataset.close();
    expect(read(folder, 'labels.csv')).toBe('path,label\na.jpg,cat\nb.jpg,cat\nc.jpg,cat\ngone.jpg,cat\n');
    const again = await open(folder, { window: 'w' });
    expect((await again.undo())?.message).toBe('Took back: class tabby is there again, with 2 images.');
    expect([looks(again), labelsOf(again)['gone.jpg']]).toEqual([['cat', 'tabby 4t'], 'tabby']);
    expect((await again.redo())?.message).toBe('Did again: class tabby is part of cat again, with 2 images.');
    expect(looks(again)).toEqual(['cat']);
  });

  it('is taken back around an image that another window has labeled since, and that one is named', async () => {
    const { folder, dataset } = await cats();
    const other = await open(folder);
    await dataset.act([{ kind: 'class-merge', name: 'tabby', into: 'cat' }]);
    await other.act([label('c.jpg', 'dog')]);
    expect((await dataset.undo())?.message).toBe(
      'Took back: class tabby is there again, with one image. c.jpg was changed by another window or program since and stays as it is.',
    );
    expect(labelsOf(dataset)).toEqual({
      'a.jpg': 'cat',
      'b.jpg': 'cat',
      'c.jpg': 'dog',
      'gone.jpg': 'tabby',
    });
  });
});

describe('a class that is renamed', () => {
  it('takes all its images along, missing ones too, and says what undo made of it', async () => {
    const { folder, dataset } = await cats();
    await dataset.act([{ kind: 'class-rename', name: 'tabby', to: 'tiger, large' }]);
    expect(labelsOf(dataset)['gone.jpg']).toBe('tiger, large');
    await dataset.flush();
    expect(read(folder, 'labels.csv')).toContain('gone.jpg,"tiger, large"\n');
    expect((await dataset.undo())?.message).toBe(
      'Took back: class tiger, large is tabby again, with 2 images.',
    );
  });

  it('comes back by its old name if a program that knows only that one writes labels.csv anew', async () => {
    const { folder, dataset } = await cats();
    const old = read(folder, 'labels.csv');
    await dataset.act([{ kind: 'class-rename', name: 'tabby', to: 'tiger' }]);
    await dataset.flush();
    put(folder, ['labels.csv', `${old}d.jpg,tabby\n`]);
    await dataset.refresh();
    expect(labelsOf(dataset)).toMatchObject({ 'c.jpg': 'tabby', 'd.jpg': 'tabby' });
    expect(dataset.classes).toEqual(['cat', 'tiger', 'tabby']);
    await dataset.act([{ kind: 'class-merge', name: 'tabby', into: 'tiger' }]);
    expect(labelsOf(dataset)).toMatchObject({ 'c.jpg': 'tiger', 'd.jpg': 'tiger' });
  });

  it('stands where the other program wrote before labels.csv was, and what that one changed is kept', async () => {
    const { folder, dataset } = await cats();
    await dataset.flush();
    await dataset.act([{ kind: 'class-rename', name: 'tabby', to: 'tiger' }]);
    put(folder, ['labels.csv', 'path,label\na.jpg,cat\nb.jpg,dog\nc.jpg,tabby\ngone.jpg,lion\n']);
    await dataset.refresh();
    expect(labelsOf(dataset)).toEqual({
      'a.jpg': 'cat',
      'b.jpg': 'dog',
      'c.jpg': 'tiger',
      'gone.jpg': 'tiger',
    });
    expect(kinds(dataset)).toContain('conflict');
  });
});

describe('colors, keys and order of classes', () => {
  it('survive a reload, and a class only found in labels.csv keeps its place and color when it gets one', async () => {
    const { folder, dataset } = await cats();
    const before = dataset.classEntries.map(({ slot }) => slot);
    await dataset.act([{ kind: 'class-key', name: 'tabby', key: '+' }]);
    await dataset.act([{ kind: 'class-order', names: ['tabby'] }]);
    await dataset.close();
    const again = await open(folder, { window: 'w' });
    expect([looks(again), again.classEntries.map(({ slot }) => slot)]).toEqual([
      ['tabby +', 'cat'],
      before.toReversed(),
    ]);
    expect((await again.undo())?.message).toBe('Took back: the classes are in their old order again.');
    expect((await again.undo())?.message).toBe('Took back: class tabby has its old key again.');
  });

  it('are not written where nothing changes', async () => {
    const { dataset } = await cats();
    const nothing: Act[] = [
      { kind: 'class-rename', name: 'cat', to: 'cat' },
      { kind: 'class-merge', name: 'cat', into: 'cat' },
      { kind: 'class-order', names: ['cat', 'tabby'] },
      { kind: 'class-color', name: 'cat', color: null },
      { kind: 'class-key', name: 'cat', key: '' },
    ];
    for (const act of nothing) await dataset.act([act]);
    expect(await dataset.undo()).toBeUndefined();
  });

  it.each<[Act, string]>([
    [{ kind: 'class-merge', name: 'cow', into: 'cat' }, 'There is no class "cow"'],
    [{ kind: 'class-merge', name: 'cat', into: 'cow' }, 'There is no class "cow"'],
    [{ kind: 'class-rename', name: 'tabby', to: 'cat' }, 'There is already a class cat'],
    [{ kind: 'class-remove', name: 'tabby' }, '2 images are tabby, so the class stays; merge it'],
    [{ kind: 'class-color', name: 'cat', color: 10 }, 'There is no color 10'],
    [{ kind: 'class-key', name: 'cat', key: 'qq' }, 'one letter or sign'],
    [{ kind: 'class-key', name: 'cat', key: ' ' }, 'one letter or sign'],
    [{ kind: 'class-key', name: 'cat', key: '3' }, 'Digits go by the place'],
    [{ kind: 'class-key', name: 'cat', key: 'T' }, 'T is the key of tabby; press another one'],
  ])('refuse %j with a sentence', async (act, sentence) => {
    const { dataset } = await cats();
    await dataset.act([{ kind: 'class-key', name: 'tabby', key: 't' }]);
    await expect(dataset.act([act])).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(sentence),
    });
  });

  it('are forgotten with a class nobody uses, and come back with it', async () => {
    const { dataset } = await cats();
    await dataset.act([{ kind: 'class-add', name: 'cow' }]);
    await dataset.act([{ kind: 'class-color', name: 'cow', color: 0 }]);
    await dataset.act([{ kind: 'class-remove', name: 'cow' }]);
    expect(dataset.classes).toEqual(['cat', 'tabby']);
    expect((await dataset.undo())?.message).toBe('Took back: class cow is there again.');
    expect(looks(dataset)).toEqual(['cat', 'tabby', 'cow 0']);
  });
});

describe('the last acts', () => {
  it('are ten at most, of this window, and survive a reload; their images can be asked for', async () => {
    const { folder, dataset } = await cats('tab');
    for (let i = 0; i < 11; i++) await dataset.act([{ kind: 'flag', path: 'a.jpg', on: i % 2 === 0 }]);
    await (await open(folder)).act([label('b.jpg', 'dog')]);
    await dataset.act([label('c.jpg', 'cat'), label('b.jpg', 'cat')]);
    const told = dataset.recent;
    expect(told).toHaveLength(10);
    expect(told[0]).toMatchObject({ kind: 'label', count: 2, path: 'c.jpg', names: ['cat'] });
    expect(dataset.recentPaths(told[0]?.id ?? '')).toEqual(['c.jpg', 'b.jpg']);
    expect(dataset.recentPaths('of another time')).toEqual([]);
    await dataset.close();
    const again = await open(folder, { window: 'tab' });
    expect(again.recent).toEqual(told);
    await again.undo();
    expect(again.recent[0]).toEqual(told[1]);
  });
});
