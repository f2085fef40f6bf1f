import assert from 'node:assert';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type CodeAction, commands, type Diagnostic, languages, Range, Uri } from 'vscode';
import type { Session } from '../../src/extension/session.ts';
import { imageFolder, open, run, tearDown, until } from './world.ts';

const copy = 'zz copy.png';

/** A folder with one image twice, under two labels. */
async function conflicting(): Promise<Session> {
  const folder = imageFolder();
  const session = await open(folder);
  const image = session.dataset.images.find(({ path: name }) => name.endsWith('.png'));
  assert.ok(image);
  copyFileSync(image.file, path.join(folder, copy));
  await session.rescan();
  await session.act([
    { kind: 'label', path: image.path, label: 'disc' },
    { kind: 'label', path: copy, label: 'bars' },
  ]);
  await session.dataset.flush();
  return session;
}

function problems(session: Session): readonly Diagnostic[] {
  return languages.getDiagnostics(Uri.file(session.dataset.paths.labels));
}

/** What stands on the lines of the problems in labels.csv. */
function lines(session: Session): string[] {
  const text = readFileSync(session.dataset.paths.labels, 'utf8').split('\n');
  return problems(session).map(({ range }) => text[range.start.line]);
}

suite('Review Dataset', () => {
  teardown(tearDown);

  test('finds what is wrong with labels, and says it in Problems at their lines of labels.csv', async () => {
    const session = await conflicting();
    assert.deepEqual(problems(session), []);
    await run('reviewDataset', session.folder);
    const found = session.views.review.found?.findings ?? [];
    assert.ok(found.some(({ check, paths }) => check === 'exact-duplicates' && paths.includes(copy)));
    await until('both labels are in Problems', () => problems(session).length === 2);
    assert.ok(lines(session).some((line) => line === `${copy},bars`));

    const first = session.dataset.images.find(({ path: name }) => !session.dataset.annotations.has(name));
    await session.act([{ kind: 'label', path: first?.path ?? '', label: 'disc' }]);
    await session.dataset.flush();
    await until('the lines follow', () => lines(session).some((line) => line === `${copy},bars`));
  });

  test('a problem goes when its finding is ignored or mended, and comes back by undo', async () => {
    const session = await conflicting();
    await run('reviewDataset', session.folder);
    await until('both labels are in Problems', () => problems(session).length === 2);
    const finding = session.views.review.found?.findings.find(({ check }) => check === 'conflicts');
    assert.ok(finding);
    await session.act([{ kind: 'ignore', finding: finding.id, on: true }]);
    await until('none is in Problems', () => problems(session).length === 0);
    await session.undo();
    await until('both are back', () => problems(session).length === 2);
    await session.act([{ kind: 'label', path: copy, label: 'disc' }]);
    await until('none is in Problems any more', () => problems(session).length === 0);
  });

  test('a line leads to its finding', async () => {
    const session = await conflicting();
    await run('reviewDataset', session.folder);
    await until('both labels are in Problems', () => problems(session).length === 2);
    const [{ range }] = problems(session);
    const uri = Uri.file(session.dataset.paths.labels);
    await commands.executeCommand('vscode.open', uri);
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      new Range(range.start, range.start),
    );
    const action = actions.find(({ title }) => title === 'Show in Next Batch');
    assert.ok(action?.command);
    const before = session.views.review.found;
    await commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    const finding = before?.findings.find(({ check }) => check === 'conflicts')?.id;
    assert.equal(session.views.review.marks.goTo?.finding, finding);
    assert.equal(session.views.review.found, before, 'it is not reviewed again');
  });
});
