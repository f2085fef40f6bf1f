import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Settings } from '../core/settings.ts';
import { openDataset } from '../dataset/dataset.ts';
import { type EngineClient, startEngine } from '../engine/client.ts';
import type { PanelCommand } from '../protocol/panel.ts';
import { folderSettings } from './config.ts';
import { bannerOf, storyOf } from './errorReport.ts';
import { FolderPanel, panelType } from './panel.ts';
import { Session } from './session.ts';
import { StatusBar } from './statusBar.ts';
import { watchDataset } from './watcher.ts';

interface OpenFolder {
  readonly session: Session;
  readonly disposable: vscode.Disposable;
  panel: FolderPanel | undefined;
}

/** All that is open in this window: image folders with their panels, the engine, the log and the status bar item. */
export class Shell implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly log = vscode.window.createOutputChannel('Next Batch', { log: true });
  readonly #statusBar = new StatusBar();
  readonly #opening = new Map<string, Promise<OpenFolder>>();
  readonly #open = new Map<string, OpenFolder>();
  readonly #settingsListener: vscode.Disposable;
  #engine: EngineClient | undefined;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    this.#settingsListener = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('nextBatch')) this.#reloadAll();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#reloadAll()),
    );
  }

  sessions(): readonly Session[] {
    return [...this.#open.values()].map(({ session }) => session);
  }

  /** The folders that have a panel, the one in front first. */
  panelFolders(): readonly { readonly folder: string; readonly isActive: boolean }[] {
    return [...this.#open.values()].flatMap(({ session, panel }) =>
      panel ? [{ folder: session.folder, isActive: panel.view.active }] : [],
    );
  }

  /** The open folder, opened now if it is not. */
  async session(folder: string): Promise<Session> {
    return (await this.#openFolder(folder)).session;
  }

  /** Shows the panel of a folder; makes one if there is none. */
  async showPanel(folder: string): Promise<FolderPanel> {
    const open = await this.#openFolder(folder);
    if (open.panel) {
      open.panel.view.reveal();
      return open.panel;
    }
    const view = vscode.window.createWebviewPanel(
      panelType,
      basename(folder) || folder,
      vscode.ViewColumn.Active,
    );
    return this.#adopt(open, view);
  }

  /** Gives a panel that VS Code kept over a reload its session again. */
  async restore(view: vscode.WebviewPanel, state: unknown): Promise<void> {
    const folder =
      typeof state === 'object' && state !== null && 'folder' in state ? state.folder : undefined;
    if (typeof folder !== 'string') {
      view.dispose();
      return;
    }
    try {
      this.#adopt(await this.#openFolder(folder), view);
    } catch (error) {
      view.dispose();
      await this.report(error);
    }
  }

  panelOf(folder: string): FolderPanel | undefined {
    return this.#open.get(folder)?.panel;
  }

  /** Runs what a person asked for; an error is told to them once. */
  async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.report(error);
    }
  }

  /** Like `guard`, for work on a folder: an error is told in its panel if that can be seen. */
  async guardFolder(folder: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.report(error, folder);
    }
  }

  /** Tells an error once: in the panel of its folder if that can be seen, else as a notification; and in the log. */
  async report(error: unknown, folder?: string): Promise<void> {
    const banner = bannerOf(error);
    if (banner === null) return;
    this.log.error(storyOf(error));
    const open = folder === undefined ? undefined : this.#open.get(folder);
    if (open?.panel?.view.visible) return open.session.show(banner);
    const { message, button } = banner;
    const answer = await vscode.window.showErrorMessage(message, ...(button ? [button.title] : []));
    if (button && answer === button.title) await this.#run(button.command, folder);
  }

  dispose(): void {
    this.#settingsListener.dispose();
    this.#statusBar.dispose();
    for (const { disposable, session } of this.#open.values()) {
      disposable.dispose();
      void session.close();
    }
    void this.#engine?.stop();
    this.log.dispose();
  }

  async #openFolder(folder: string): Promise<OpenFolder> {
    const opening = this.#opening.get(folder) ?? this.#openNow(folder);
    this.#opening.set(folder, opening);
    opening.catch(() => this.#opening.delete(folder));
    return opening;
  }

  async #openNow(folder: string): Promise<OpenFolder> {
    const session = await Session.open(folder, {
      version: String(this.#context.extension.packageJSON.version),
      settings: folderSettings,
      openDataset,
      engine: (settings) => this.#theEngine(settings),
    });
    const look = (): void => void this.guardFolder(folder, () => session.rescan());
    const disposable = vscode.Disposable.from(watchDataset(session.dataset.paths, look), {
      dispose: session.onChange(() => this.#update()),
    });
    const open: OpenFolder = { session, disposable, panel: undefined };
    this.#open.set(folder, open);
    this.#update();
    return open;
  }

  #adopt(open: OpenFolder, view: vscode.WebviewPanel): FolderPanel {
    view.iconPath = vscode.Uri.joinPath(this.#context.extensionUri, 'media', 'icon.png');
    const panel = new FolderPanel(view, open.session, {
      extensionUri: this.#context.extensionUri,
      run: (command, folder) => this.#run(command, folder),
      typing: (typing) => setContext('typing', typing),
      fault: (name, error) => this.log.error(`${name}: ${storyOf(error)}`),
    });
    open.panel = panel;
    view.onDidDispose(() => {
      if (open.panel === panel) open.panel = undefined;
      setContext('typing', false);
      this.#update();
    });
    view.onDidChangeViewState(() => this.#update());
    this.#update();
    return panel;
  }

  async #run(command: PanelCommand, folder: string | undefined): Promise<void> {
    if (command === 'openSettings')
      await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:next-batch.next-batch');
    else
      await vscode.commands.executeCommand(
        `nextBatch.${command}`,
        command === 'openImageFolder' || folder === undefined ? undefined : vscode.Uri.file(folder),
      );
  }

  #theEngine(settings: Settings): EngineClient {
    const path = (...parts: string[]): string => join(this.#context.extensionPath, ...parts);
    this.#engine ??= startEngine({
      engineFile: path('dist', 'engine.js'),
      mediaFolder: path('media'),
      nodePath: settings.nodePath,
      threads: settings.threads,
      log: (line) => this.log.info(line),
    });
    return this.#engine;
  }

  #reloadAll(): void {
    for (const { session } of this.#open.values())
      void this.guardFolder(session.folder, () => session.reload());
  }

  /** Status bar and context keys follow what is open and what runs. */
  #update(): void {
    const open = [...this.#open.values()];
    const running = open.find(({ session }) => session.job !== null);
    const inFront = open.find(({ panel }) => panel?.view.active) ?? open.find(({ panel }) => panel);
    this.#statusBar.show((running ?? inFront)?.session);
    setContext('jobRunning', running !== undefined);
    setContext(
      'panelOpen',
      open.some(({ panel }) => panel !== undefined),
    );
  }
}

const contextKeys = new Map<string, boolean>();

function setContext(key: string, value: boolean): void {
  if (contextKeys.get(key) === value) return;
  contextKeys.set(key, value);
  void vscode.commands.executeCommand('setContext', `nextBatch.${key}`, value);
}
