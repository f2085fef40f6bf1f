import assert from 'node:assert';
import { commands } from 'vscode';
import { imageFolder, open, run, tearDown } from './world.ts';

suite('compare', () => {
  teardown(tearDown);

  test('Compare Strategies has strategies choose without recording anything; the batch that is taken is replayed', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    await commands.executeCommand('nextBatch.compareStrategies', {
      folder,
      strategies: ['random', 'typiclust', 'margin'],
    });
    const compared = session.views.compared?.strategies ?? [];
    assert.deepEqual(
      compared.map(({ picks }) => picks.length),
      [20, 20, 0],
      JSON.stringify(session.banner),
    );
    assert.match(compared[2].refusal, /labels of two classes/);
    assert.equal(session.dataset.batch, undefined);
    await session.takeCompared(1);
    const { batch } = session.dataset;
    assert.equal(batch?.selector, 'typiclust');
    assert.deepEqual(
      batch?.picks.map((pick) => pick.path),
      compared[1].picks.map((pick) => pick.path),
    );
    await commands.executeCommand('nextBatch.replayBatch', { folder, batch: batch?.id });
    assert.match(session.banner?.message ?? '', /again: the same 20 images/);
  });

  test('Compare Strategies says what is wrong with the strategies it is given', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    await commands.executeCommand('nextBatch.compareStrategies', { folder, strategies: ['random', 'best'] });
    assert.match(session.banner?.message ?? '', /There is no strategy "best"/);
    await run('compareStrategies', folder);
    assert.equal(session.views.compared, null);
  });
});
