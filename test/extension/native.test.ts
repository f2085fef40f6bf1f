import assert from 'node:assert';
import { imageFolder, run, sessionOf, tearDown } from './world.ts';

suite('the extension host', () => {
  teardown(tearDown);

  test('has loaded no native module of ours after a whole round', async () => {
    const folder = imageFolder();
    await run('selectNextBatch', folder);
    assert.ok(sessionOf(folder).dataset.batch);
    const report = process.report.getReport() as { sharedObjects?: string[] };
    assert.ok(report.sharedObjects && report.sharedObjects.length > 0);
    assert.deepEqual(
      report.sharedObjects.filter((file) => /onnxruntime|sharp|vips/.test(file)),
      [],
    );
  });
});
