import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/core/settings.ts';
import { workspaceSettings } from '../../src/dataset/workspaceSettings.ts';
import { put, temporaryFolder } from '../support/datasets.ts';

describe('workspaceSettings', () => {
  it('reads the nearest settings.json upwards, JSON with comments, other settings aside', async () => {
    const folder = temporaryFolder();
    put(
      folder,
      ['.vscode/settings.json', '{"nextBatch.seed": 1}'],
      [
        'data/.vscode/settings.json',
        '\ufeff// mine\n{"editor.fontSize": 9, "nextBatch.seed": 7, /* x */ "nextBatch.exclude": ["raw/**"],}',
      ],
      'data/images/a.jpg',
    );
    const { file, raw, ignored } = await workspaceSettings(path.join(folder, 'data/images'));
    expect(file).toBe(path.join(folder, 'data/.vscode/settings.json'));
    expect(ignored).toEqual([]);
    expect(readSettings(raw)).toMatchObject({ seed: 7, exclude: ['raw/**'], batchSize: 20 });
  });

  it('looks no further than the root of the git repository, and the home folder', async () => {
    const folder = temporaryFolder();
    put(
      folder,
      ['.vscode/settings.json', '{"nextBatch.seed": 1}'],
      'repo/.git/HEAD',
      'repo/images/a.jpg',
      'home/x/a.jpg',
    );
    expect((await workspaceSettings(path.join(folder, 'repo/images'))).file).toBeUndefined();
    const home = path.join(folder, 'home');
    expect((await workspaceSettings(path.join(home, 'x'), { home })).file).toBeUndefined();
    expect((await workspaceSettings(path.join(home, 'x'), { home: '/elsewhere' })).raw('seed')).toBe(1);
  });

  it('leaves out what loads code and names it, unless the folder is trusted', async () => {
    const folder = temporaryFolder();
    put(folder, [
      '.vscode/settings.json',
      '{"nextBatch.encoder": "evil.onnx", "nextBatch.nodePath": "./node", "nextBatch.seed": 3}',
    ]);
    const { raw, ignored } = await workspaceSettings(folder);
    expect(ignored).toEqual(['encoder', 'nodePath']);
    expect([raw('encoder'), raw('nodePath'), raw('seed')]).toEqual([undefined, undefined, 3]);
    const trusted = await workspaceSettings(folder, { trust: true });
    expect([trusted.ignored, trusted.raw('encoder')]).toEqual([[], 'evil.onnx']);
  });

  it.each([['{"nextBatch.seed": }'], ['[1]'], ['"text"']])(
    'refuses %s with a sentence that names the file',
    async (text) => {
      const folder = temporaryFolder();
      put(folder, ['.vscode/settings.json', text]);
      await expect(workspaceSettings(folder)).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringContaining('settings.json'),
      });
    },
  );

  it('takes an empty file, and none, as no settings', async () => {
    const folder = temporaryFolder();
    put(folder, ['.vscode/settings.json', ' ']);
    expect((await workspaceSettings(folder)).raw('seed')).toBeUndefined();
  });
});
