import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSettings } from '../../src/core/settings.ts';
import { openDataset } from '../../src/dataset/dataset.ts';
import { nodeFileSystem } from '../../src/dataset/files/fileSystem.ts';
import type { DatasetOptions } from '../../src/dataset/types.ts';
import { datasetOptions, SessionDataset } from '../../src/extension/sessionDataset.ts';
import { folderOf, label, labelsOf } from '../support/datasets.ts';
import { systemError } from '../support/recordingFiles.ts';

const optionsOf = (folder: string, labelsFile: string): DatasetOptions => ({
  ...datasetOptions(
    folder,
    'tab',
    readSettings(() => undefined),
  ),
  labelsFile: path.join(folder, labelsFile),
});

describe('the dataset of a session, when the settings say that it lies elsewhere', () => {
  it('is the other one, even if the last labels could not be written to the labels.csv of before', async () => {
    const folder = folderOf('a.jpg');
    let isFull = false;
    const files = {
      ...nodeFileSystem,
      renameOver(...call: Parameters<typeof nodeFileSystem.renameOver>): boolean {
        if (isFull) throw systemError('ENOSPC');
        return nodeFileSystem.renameOver(...call);
      },
    };
    const session = await SessionDataset.open(optionsOf(folder, 'labels.csv'), {
      openDataset: (options) => openDataset(options, { files }),
      changed: () => undefined,
    });
    onTestFinished(() => session.close());
    await session.act([label('a.jpg', 'cat')]);
    isFull = true;
    mkdirSync(path.join(folder, 'other'));
    await expect(session.reopen(optionsOf(folder, 'other/labels.csv'))).rejects.toThrow('disk is full');
    isFull = false;
    await session.act([label('a.jpg', 'dog')]);
    expect(labelsOf(session.now)).toEqual({ 'a.jpg': 'dog' });
    expect(session.now.paths.labels).toBe(path.join(folder, 'other/labels.csv'));
  });

  it('is opened when it can be, though it could not be at first', async () => {
    const folder = folderOf('a.jpg');
    const session = await SessionDataset.open(optionsOf(folder, 'labels.csv'), {
      openDataset,
      changed: () => undefined,
    });
    onTestFinished(() => session.close());
    mkdirSync(path.join(folder, 'taken.csv'));
    await expect(session.reopen(optionsOf(folder, 'taken.csv'))).rejects.toThrow('taken.csv');
    rmdirSync(path.join(folder, 'taken.csv'));
    await session.reopen(optionsOf(folder, 'taken.csv'));
    expect(session.now.paths.labels).toBe(path.join(folder, 'taken.csv'));
  });
});
