import assert from 'node:assert';
import path from 'node:path';
import { window } from 'vscode';
import { imageFolder, open, panelTitles, run, sessionOf, tearDown, until } from './world.ts';

suite('insights', () => {
  teardown(tearDown);

  test('Show Insights opens the panel of the folder', async () => {
    const folder = imageFolder();
    await run('showInsights', folder);
    await until('the panel is there', () => panelTitles().join() === path.basename(folder));
    assert.equal(sessionOf(folder).banner, null);
    assert.equal(window.activeTextEditor, undefined);
  });

  test('what a batch taught is measured beside its embeddings, and kept while nothing changes', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const { signal } = new AbortController();
    for (let round = 0; round < 2; round++) {
      await run('selectNextBatch', folder);
      const picks = session.batch?.picks ?? [];
      assert.equal(picks.length, 20, JSON.stringify(session.banner));
      // The kinds of the painted pictures, by their names.
      await session.act(
        picks.map(({ path: image }, i) => ({
          kind: 'label',
          path: image,
          label: /disc|bars|checks/.exec(image)?.[0] ?? ['even', 'odd'][i % 2],
        })),
      );
    }
    const facts = await session.views.insights.facts({ signal });
    assert.equal(facts.isEmbedded, true);
    assert.deepEqual(
      facts.batches.map(({ labeled, labeledBefore }) => [labeled, labeledBefore]),
      [
        [20, 0],
        [20, 20],
      ],
    );
    assert.equal(facts.pace.decisions, 2);
    const measured = await session.views.insights.measure({ signal });
    assert.deepEqual(
      measured.learning?.points.map(({ labels }) => labels),
      [20, 40],
    );
    assert.equal(measured.agreements[0], null);
    assert.ok(measured.agreements[1] !== null && measured.stop !== null);
    assert.equal(await session.views.insights.measure({ signal }), measured);
    await session.undo();
    assert.notEqual(await session.views.insights.measure({ signal }), measured);
  });
});
