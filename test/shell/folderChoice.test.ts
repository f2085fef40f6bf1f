import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { chooseFolder, configuredFolders } from '../../src/extension/folderChoice.ts';
import type { Shell } from '../../src/extension/shell.ts';
import { temporaryFolder } from '../support/datasets.ts';

/** A workspace of folders, each with its own `nextBatch.imageFolder`, and what a person picks. */
const editor = vi.hoisted(() => ({
  settings: new Map<string, string>(),
  activeFile: undefined as string | undefined,
  offered: [] as readonly { readonly folder: string }[],
  asked: 0,
}));

vi.mock('vscode', async (importOriginal) => {
  class Uri {
    readonly scheme = 'file';
    readonly fsPath: string;
    constructor(fsPath: string) {
      this.fsPath = fsPath;
    }
    static file = (file: string): Uri => new Uri(file);
  }
  const folders = () => [...editor.settings.keys()].map((folder) => ({ uri: new Uri(folder), name: folder }));
  return {
    ...(await importOriginal<object>()),
    Uri,
    workspace: {
      get workspaceFolders() {
        return editor.settings.size === 0 ? undefined : folders();
      },
      getWorkspaceFolder: (uri: Uri) => folders().find((folder) => uri.fsPath.startsWith(folder.uri.fsPath)),
      getConfiguration: (_section: string, scope: Uri | undefined) => ({
        get: () => editor.settings.get(scope?.fsPath ?? ''),
      }),
    },
    window: {
      get activeTextEditor() {
        return editor.activeFile && { document: { uri: new Uri(editor.activeFile) } };
      },
      showQuickPick: async (items: readonly { readonly folder: string }[]) => {
        editor.offered = items;
        return items[1];
      },
      showOpenDialog: async () => {
        editor.asked++;
        return undefined;
      },
    },
  };
});

/** Workspace folders with an image folder each. */
function workspace(...settings: readonly string[]): string[] {
  const root = temporaryFolder();
  return settings.map((setting, i) => {
    const folder = path.join(root, String(i));
    mkdirSync(path.join(folder, 'images'), { recursive: true });
    editor.settings.set(folder, setting);
    return folder;
  });
}

const nothingOpen = { folders: { all: [] } } as unknown as Shell;

describe('the folder of a command, in a workspace of several folders', () => {
  beforeEach(() => {
    editor.settings.clear();
    editor.activeFile = undefined;
    editor.offered = [];
    editor.asked = 0;
  });

  test('is asked for where several are set', async () => {
    const [one, two] = workspace('images', 'images');
    expect(await configuredFolders()).toEqual([path.join(one, 'images'), path.join(two, 'images')]);
    expect(await chooseFolder(nothingOpen, undefined)).toBe(path.join(two, 'images'));
    expect(editor.offered.map(({ folder }) => folder)).toEqual(await configuredFolders());
  });

  test('is that of the workspace folder the active editor is in', async () => {
    const [one] = workspace('images', 'images');
    editor.activeFile = path.join(one, 'train.py');
    expect(await chooseFolder(nothingOpen, undefined)).toBe(path.join(one, 'images'));
    expect(editor.offered).toEqual([]);
  });

  test('is the only one that is set and there', async () => {
    const [, two] = workspace('gone', 'images', '');
    expect(await chooseFolder(nothingOpen, undefined)).toBe(path.join(two, 'images'));
  });

  test('is told to be missing where none that is set is there', async () => {
    workspace('gone', 'away');
    await expect(chooseFolder(nothingOpen, undefined)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is picked by the person where none is set', async () => {
    workspace('', '');
    expect(await chooseFolder(nothingOpen, undefined)).toBeUndefined();
    expect(editor.asked).toBe(1);
  });

  test('is that of the panel in front, as the views are, before any setting', async () => {
    const [first] = workspace('images');
    editor.activeFile = path.join(first, 'train.py');
    const shell = { inFront: { session: { folder: '/pool' } } } as unknown as Shell;
    expect(await chooseFolder(shell, undefined)).toBe('/pool');
  });
});
