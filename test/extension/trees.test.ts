import assert from 'node:assert';
import { commands, type TreeDataProvider, type TreeItem } from 'vscode';
import { imageFolder, open, run, sessionOf, tearDown, theExtension, until } from './world.ts';

suite('the views of the Activity Bar', () => {
  teardown(tearDown);

  test('list nothing while no folder is open', async () => {
    await commands.executeCommand('nextBatch.batches.focus');
    await commands.executeCommand('nextBatch.classes.focus');
    assert.deepEqual(await items('batches'), []);
    assert.deepEqual(await items('classes'), []);
  });

  test('list the batches with their progress, and their images with their labels', async () => {
    await commands.executeCommand('nextBatch.batches.focus');
    const folder = imageFolder();
    await run('selectNextBatch', folder);
    const session = sessionOf(folder);
    await untilItems('batches', (found) => found.length === 1);
    const [batch] = await items('batches');
    assert.equal(batch.label, 'Batch 1');
    assert.match(String(batch.description), /^0 of 20 · /);
    const picks = session.dataset.batch?.picks.map(({ path }) => path) ?? [];
    await session.act([
      { kind: 'label', path: picks[0], label: 'disc' },
      { kind: 'skip', path: picks[1], on: true },
    ]);
    await untilItems('batches', ([item]) => String(item?.description).startsWith('2 of 20'));
    const tree = await theExtension().exports.tree('batches');
    const [node] = await tree.getChildren();
    const images = await Promise.all((await tree.getChildren(node)).map((image) => tree.getTreeItem(image)));
    assert.deepEqual(
      images.slice(0, 3).map(({ description }) => String(description).split(' · ')[0]),
      ['disc', 'skipped', ''],
    );
    assert.deepEqual(
      images.map(({ tooltip }) => tooltip),
      picks,
    );
  });

  test('list the classes in key order with their counts', async () => {
    await commands.executeCommand('nextBatch.classes.focus');
    const session = await open(imageFolder());
    const [first, second] = session.dataset.images;
    await session.act([
      { kind: 'class-add', name: 'disc' },
      { kind: 'class-add', name: 'bars' },
      { kind: 'label', path: first.path, label: 'bars' },
      { kind: 'label', path: second.path, label: 'bars' },
    ]);
    await untilItems('classes', (found) => found.length === 2);
    const found = await items('classes');
    assert.deepEqual(
      found.map(({ label }) => label),
      ['disc', 'bars'],
    );
    assert.match(String(found[1].description), /2 images/);
    await session.undo();
    await untilItems('classes', (left) => left.length === 0);
  });

  test('change the classes from their menus, each change taken back by one undo', async () => {
    await commands.executeCommand('nextBatch.classes.focus');
    const session = await open(imageFolder());
    const [first, second] = session.dataset.images;
    const on = (name: string, given: object) =>
      commands.executeCommand(`nextBatch.${name}`, { folder: session.folder, ...given });
    const names = () => session.dataset.classes.join();
    await on('addClass', { name: 'disc' });
    await on('addClass', { name: 'bars' });
    await on('addClass', { name: 'empty' });
    await session.act([
      { kind: 'label', path: first.path, label: 'disc' },
      { kind: 'label', path: second.path, label: 'bars' },
    ]);
    await on('renameClass', { class: 'disc', name: 'ring' });
    assert.equal(names(), 'ring,bars,empty');
    assert.equal(session.dataset.annotations.get(first.path)?.label, 'ring');
    await on('moveClassDown', { class: 'ring' });
    assert.equal(names(), 'bars,ring,empty');
    await on('moveClassUp', { class: 'ring' });
    await on('changeClassColor', { class: 'ring', color: 7 });
    await on('changeClassKey', { class: 'ring', key: 'r' });
    await untilItems('classes', ([item]) => String(item?.description).startsWith('R · '));
    await on('mergeClass', { class: 'ring', into: 'bars' });
    assert.equal(session.dataset.counts.get('bars'), 2);
    await on('removeClass', { class: 'empty' });
    assert.equal(names(), 'bars');
    await on('removeClass', { class: 'bars' });
    assert.equal(session.banner?.kind, 'error');
    assert.equal(names(), 'bars');
    for (const expected of ['bars,empty', 'ring,bars,empty']) {
      await session.undo();
      assert.equal(names(), expected);
    }
  });

  test('follow the panel in front, and stay with it while a text editor is', async () => {
    await commands.executeCommand('nextBatch.classes.focus');
    const one = await open(imageFolder());
    await one.act([{ kind: 'class-add', name: 'of one' }]);
    const two = await open(imageFolder());
    await two.act([{ kind: 'class-add', name: 'of two' }]);
    await untilItems('classes', ([item]) => item?.label === 'of two');
    await run('showPanel', one.folder);
    await untilItems('classes', ([item]) => item?.label === 'of one');
    await commands.executeCommand('workbench.action.files.newUntitledFile');
    assert.deepEqual(
      (await items('classes')).map(({ label }) => label),
      ['of one'],
    );
  });
});

type Name = 'batches' | 'classes';

async function items(name: Name): Promise<readonly TreeItem[]> {
  const { tree } = theExtension().exports;
  return name === 'batches' ? itemsOf(await tree('batches')) : itemsOf(await tree('classes'));
}

async function itemsOf<T>(tree: TreeDataProvider<T>): Promise<readonly TreeItem[]> {
  const found = (await tree.getChildren()) ?? [];
  return Promise.all(found.map((node) => tree.getTreeItem(node)));
}

/** Waits until what a view lists is as it should be. */
async function untilItems(name: Name, test: (found: readonly TreeItem[]) => boolean): Promise<void> {
  let isSo = false;
  await until(`the items of ${name}`, () => {
    void items(name).then((found) => {
      isSo = test(found);
    });
    return isSo;
  });
}
