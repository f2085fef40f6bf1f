import assert from 'node:assert';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Session } from '../../src/extension/session.ts';
import { imageFolder, labelRows, open, tearDown, until } from './world.ts';

suite('labels', () => {
  teardown(tearDown);

  test('a decision is in the journal when it is acknowledged, and then in labels.csv', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const image = session.dataset.images[3].path;
    await label(session, image, 'disc');
    const lines = readFileSync(session.dataset.paths.history, 'utf8').trimEnd().split('\n');
    assert.ok(lines.some((line) => line.includes(JSON.stringify(image)) && line.includes('"disc"')));
    await until('labels.csv is written', () => {
      try {
        return labelRows(folder).length === 1;
      } catch {
        return false;
      }
    });
    const text = readFileSync(path.join(folder, 'labels.csv'), 'utf8');
    assert.equal(text, `path,label\n${image},disc\n`);
  });

  test('what another program does to labels.csv while it is open is taken over', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const [ours, theirs] = session.dataset.images.slice(10).map((image) => image.path);
    await label(session, ours, 'disc');
    await session.dataset.flush();
    await noticed(
      'the foreign row',
      () =>
        writeFileSync(path.join(folder, 'labels.csv'), `path,label,note\n${ours},disc,a\n${theirs},bars,b\n`),
      () => session.dataset.annotations.get(theirs)?.label === 'bars',
    );
    await label(session, session.dataset.images[20].path, 'checks');
    await session.dataset.flush();
    const rows = labelRows(folder);
    assert.equal(rows.length, 3);
    assert.ok(rows.includes(`${theirs},bars,b`), 'the foreign column stays');
  });

  test('labels.csv comes back when it is deleted while open', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const [first, second] = session.dataset.images;
    await label(session, first.path, 'disc');
    await session.dataset.flush();
    rmSync(path.join(folder, 'labels.csv'));
    await label(session, second.path, 'bars');
    await session.dataset.flush();
    assert.equal(labelRows(folder).length, 2);
  });

  test('an image that is added while the folder is open is listed', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const before = session.dataset.images.length;
    await noticed(
      'the new image',
      () => copyFileSync(path.join(folder, 'image 10.jpg'), path.join(folder, 'later.jpg')),
      () => session.dataset.images.length === before + 1,
    );
  });
});

function label(session: Session, image: string, name: string): Promise<void> {
  return session.act([{ kind: 'label', path: image, label: name }]);
}

/** VS Code needs a moment to start watching a folder, so what is to be noticed is written again every second. */
async function noticed(what: string, write: () => void, isSeen: () => boolean): Promise<void> {
  let written = 0;
  await until(`${what} is noticed`, () => {
    if (isSeen()) return true;
    if (Date.now() - written > 1000) {
      write();
      written = Date.now();
    }
    return false;
  });
}
