import assert from 'node:assert';
import path from 'node:path';
import { run as command, sessionOf, theExtension } from '../../extension/world.ts';

/** Embeds the folder of `NEXT_BATCH_SMOKE_FOLDER` with the extension that is installed. */
export async function run(): Promise<void> {
  const { NEXT_BATCH_SMOKE_FOLDER: folder, NEXT_BATCH_EXPECT_UNDER: under } = process.env;
  assert.ok(folder && under);
  const extension = theExtension();
  assert.ok(!path.relative(under, extension.extensionPath).startsWith('..'), extension.extensionPath);
  await extension.activate();
  await command('embedFolder', folder);
  const { banner, unreadable } = sessionOf(folder);
  assert.deepEqual({ banner, unreadable }, { banner: null, unreadable: [] });
}
