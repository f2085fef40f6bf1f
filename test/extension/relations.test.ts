import assert from 'node:assert';
import path from 'node:path';
import { imageFolder, panelTitles, run, sessionOf, tearDown, until } from './world.ts';

suite('relations', () => {
  teardown(tearDown);

  test('Answer Relations opens the view, which says what it lacks', async () => {
    const folder = imageFolder();
    await run('answerRelations', folder);
    await until('the panel is there', () => panelTitles().join() === path.basename(folder));
    const { relations } = sessionOf(folder).views;
    await until('the view is shown', () => relations.panel?.isThinking === false, 30_000);
    assert.equal(relations.panel?.lacks, 'embeddings');
  });

  test('where images are embedded, questions wait', async () => {
    const folder = imageFolder();
    await run('embedFolder', folder);
    await run('answerRelations', folder);
    const { relations } = sessionOf(folder).views;
    await until('a question waits', () => (relations.panel?.queries.length ?? 0) > 0, 30_000);
    await run('embedFolder', folder);
    await until('it is still there', () => (relations.panel?.queries.length ?? 0) > 0, 30_000);
  });
});
