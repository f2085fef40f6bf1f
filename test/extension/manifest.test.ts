import assert from 'node:assert';
import path from 'node:path';
import { extensions } from 'vscode';

suite('the extension that runs', () => {
  test('lies where it was installed or built', () => {
    const extension = extensions.getExtension('next-batch.next-batch');
    const under = process.env.NEXT_BATCH_EXPECT_UNDER;
    assert.ok(extension && under);
    assert.ok(!path.relative(under, extension.extensionPath).startsWith('..'), extension.extensionPath);
  });
});
