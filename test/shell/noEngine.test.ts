import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { bannerOf } from '../../src/extension/errorReport.ts';
import { put, read, temporaryFolder } from '../support/datasets.ts';
import { openPage } from './pageLink.ts';
import { openSession } from './sessions.ts';

test('on a system without an engine, images are shown and labeled, and a job says why it cannot run', async () => {
  const folder = temporaryFolder();
  put(folder, 'b.jpg');
  // Too large to be shown without asking for a thumbnail.
  writeFileSync(path.join(folder, 'a.jpg'), Buffer.alloc(100_000));
  const { session, engine } = await openSession(folder);
  const refuse = () => Promise.reject(new UserError('no-engine', 'There is no engine for an Intel Mac.'));
  Object.assign(engine, { embed: refuse, select: refuse, predict: refuse, thumbnails: refuse });
  const { client } = openPage(session);
  await client.ready(null);

  await client.act([{ kind: 'label', paths: ['b.jpg'], label: 'cat' }]);
  await session.dataset.flush();
  expect(read(folder, 'labels.csv')).toBe('path,label\nb.jpg,cat\n');
  const pictures = await client.thumbnails(['a.jpg', 'b.jpg']);
  expect(pictures.map(({ kind }) => kind)).toEqual(['picture', 'picture']);

  const error = await session.selectNextBatch().catch((caught: unknown) => caught);
  expect(bannerOf(error)).toMatchObject({ kind: 'error', message: 'There is no engine for an Intel Mac.' });
});
