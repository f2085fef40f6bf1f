import assert from 'node:assert';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { theExtension } from './world.ts';

suite('the extension that runs', () => {
  test('lies where it was installed or built', () => {
    const extension = theExtension();
    const under = process.env.NEXT_BATCH_EXPECT_UNDER;
    assert.ok(under);
    assert.ok(!path.relative(under, extension.extensionPath).startsWith('..'), extension.extensionPath);
  });

  if (process.env.NEXT_BATCH_ORIGIN !== 'vsix') return;
  test('needs nothing above its own folder, and carries one platform', () => {
    const { extensionPath } = theExtension();
    const parents: string[] = [];
    for (let at = path.dirname(extensionPath); at !== path.dirname(at); at = path.dirname(at))
      parents.push(at);
    assert.deepEqual(
      parents.filter((parent) => existsSync(path.join(parent, 'node_modules'))),
      [],
    );
    assert.deepEqual(
      readdirSync(path.join(extensionPath, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6')),
      [process.platform],
    );
  });
});
