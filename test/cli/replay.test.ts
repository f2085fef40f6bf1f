import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Cli, type CliResult, prepareCli } from '../support/cli.ts';
import { open, put, read, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

const first = '.next-batch/batches/0001.json';

async function folderWithBatch(): Promise<string> {
  const folder = temporaryFolder();
  await paintPictures(folder, 10);
  put(folder, ['labels.csv', 'path,label\na/00.png,x\nb/01.png,y\n']);
  const { code } = await cli(['select', '--selector', 'k-center', '--budget', '3'], { directory: folder });
  expect(code).toBe(0);
  return folder;
}

const replay = (folder: string, ...words: string[]): Promise<CliResult> =>
  cli(['replay', first, ...words], { directory: folder });

describe('replay', () => {
  test('the same inputs give the same picks, also when more is labeled by now', async () => {
    const folder = await folderWithBatch();
    put(folder, [
      'labels.csv',
      'path,label\na/00.png,x\na/02.png,x\na/04.png,x\na/06.png,x\nb/01.png,y\nb/03.png,y\n',
    ]);
    const { code, out } = await replay(folder);
    expect(out).toBe('The same 3 images, in the same order.\n');
    expect(code).toBe(0);
    const document = JSON.parse((await replay(folder, '--json')).out);
    expect(document).toMatchObject({ same: true, selector: 'k-center' });
    expect(document.picks).toHaveLength(3);
  });

  test('an image more: the pool differs', async () => {
    const folder = await folderWithBatch();
    copyFileSync(path.join(folder, 'a/00.png'), path.join(folder, 'a/new.png'));
    const { code, err } = await replay(folder);
    expect(err).toMatch(/The pool of .*0001\.json is not the same: it had 10 images, now there are 11/);
    expect(code).toBe(3);
  });

  test('an image that is another one now: the embeddings differ', async () => {
    const folder = await folderWithBatch();
    rmSync(path.join(folder, 'b/05.png'));
    copyFileSync(path.join(folder, 'a/00.png'), path.join(folder, 'b/05.png'));
    const { code, err } = await replay(folder);
    expect(err).toMatch(/The embeddings of .*0001\.json are not the same/);
    expect(code).toBe(3);
  });

  test('labels that were edited in the manifest differ', async () => {
    const folder = await folderWithBatch();
    put(folder, [first, read(folder, first).replace(/"class": 1/, '"class": 0')]);
    const { code, err } = await replay(folder);
    expect(err).toMatch(/The labels of .*0001\.json are not the same/);
    expect(code).toBe(3);
  });

  test('answers that were given since: the relations differ', async () => {
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 12);
    const answer = async (anchor: string, same: string): Promise<void> => {
      const dataset = await open(folder);
      const grid = { kind: 'relation', id: '', query: 'grid', different: [], unsure: [] } as const;
      await dataset.act([{ ...grid, anchor, same: [same] }]);
      await dataset.close();
    };
    put(folder, ['labels.csv', 'path,label\na/00.png,x\nb/01.png,y\n']);
    await answer('a/00.png', names[1]);
    const words = ['--selector', 'k-center', '--budget', '3', '--features', 'relations'];
    expect((await cli(['select', ...words], { directory: folder })).code).toBe(0);
    const manifest = JSON.parse(read(folder, first));
    expect(manifest).toMatchObject({ features: 'relations', labeled: [{}, { source: 'relation' }, {}] });
    expect(await replay(folder)).toMatchObject({ code: 0 });
    const check = await cli(['labels', 'check'], { directory: folder });
    expect(check.out).toContain('3 of 12 images labeled in 2 classes (1 of them by relations)');

    await answer('b/01.png', names[8]);
    const { code, err } = await replay(folder);
    expect(err).toMatch(
      /The relations of .*0001\.json are not the same: answers were given or withdrawn since/,
    );
    expect(code).toBe(3);
  });

  test('an encoder file named by a manifest is not loaded unasked', async () => {
    const folder = await folderWithBatch();
    put(folder, [first, read(folder, first).replace('"model": "builtin"', '"model": "/tmp/evil.onnx"')]);
    const { code, err } = await replay(folder);
    expect(err).toMatch(
      /was made with the encoder \/tmp\/evil\.onnx; name it with --encoder, or add --trust/,
    );
    expect(code).toBe(2);
  });
});
