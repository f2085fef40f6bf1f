import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import { openDataset } from '../dataset/dataset.ts';
import { type EngineClient, startEngine } from '../engine/client.ts';
import type { PanelCommand } from '../protocol/panel.ts';
import { folderSettings } from './config.ts';
import { setContext } from './contextKeys.ts';
import { bannerOf, storyOf } from './errorReport.ts';
import { Folders } from './folders.ts';
import type { OpenFolder } from './openFolder.ts';
import { FolderPanel, panelType } from './panel.ts';
import type { Session } from './session.ts';
import { StatusBar } from './statusBar.ts';

/** All that is open in this window: image folders with their panels, the engine, the log and the status bar item. */
export class Shell implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel('Next Batch', { log: true });
  readonly folders: Folders;
  readonly #context: vscode.ExtensionContext;
  readonly #statusBar = new StatusBar();
  readonly #listeners: vscode.Disposable;
  #engine: EngineClient | undefined;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    this.folders = new Folders({
      version: String(context.extension.packageJSON.version),
      settings: folderSettings,
      openDataset,
      engine: (settings) => this.#theEngine(settings),
      changed: () => this.#update(),
      failed: (error, folder) => void this.report(error, folder),
    });
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('nextBatch')) this.#reload();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#reload()),
    );
  }

  sessions(): readonly Session[] {
    return this.folders.all.map(({ session }) => session);
  }

  /** Runs `work` beside the panel of a folder, which is shown; made, if there is none. */
  withPanel(folder: string, work: (session: Session) => Promise<void> = async () => {}): Promise<void> {
    return this.folders.use(folder, async (open) => {
      if (open.panel) open.panel.view.reveal();
      else this.#adopt(open, createView(folder));
      await work(open.session);
    });
  }

  /** Gives a panel that VS Code kept over a reload its folder again. */
  async restore(view: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { folder, window } = (state ?? {}) as { readonly folder?: unknown; readonly window?: unknown };
    try {
      if (typeof folder !== 'string')
        throw new UserError(
          'not-found',
          'This panel does not say which folder it showed; open the folder again.',
        );
      await this.folders.use(
        folder,
        async (open) => this.#adopt(open, view),
        typeof window === 'string' ? window : undefined,
      );
    } catch (error) {
      view.dispose();
      await this.report(error);
    }
  }

  /** Runs what a person asked for; an error is told to them once, in the panel of the folder if that can be seen. */
  async guard(work: () => Promise<void>, folder?: string): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.report(error, folder);
    }
  }

  /** Tells an error once, in its panel or as a notification, and in the log. */
  async report(error: unknown, folder?: string): Promise<void> {
    const banner = bannerOf(error);
    if (banner === null) return;
    this.log.error(storyOf(error));
    const open = folder === undefined ? undefined : this.folders.get(folder);
    if (open?.panel?.view.visible) {
      open.session.show(banner);
      return;
    }
    const { message, button } = banner;
    const titles = button ? [button.title] : [];
    // Not awaited: a notification may stay for hours, and the command that failed is over.
    void vscode.window.showErrorMessage(message, ...titles).then((answer) => {
      if (button && answer === button.title) void this.#run(button.command, folder);
    });
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#statusBar.dispose();
    void this.folders.closeAll();
    void this.#engine?.stop();
    this.log.dispose();
  }

  #adopt(open: OpenFolder, view: vscode.WebviewPanel): void {
    view.iconPath = vscode.Uri.joinPath(this.#context.extensionUri, 'media', 'icon.png');
    const panel = new FolderPanel(view, open.session, {
      extensionUri: this.#context.extensionUri,
      run: (command) => this.#run(command, open.session.folder),
      typing: (typing) => setContext('typing', typing),
      fault: (name, error) => this.log.error(`${name}: ${storyOf(error)}`),
    });
    open.panel = panel;
    view.onDidDispose(() => {
      if (open.panel === panel) open.panel = undefined;
      setContext('typing', false);
      this.#update();
      void this.guard(() => this.folders.release(open));
    });
    view.onDidChangeViewState(() => this.#update());
    this.#update();
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

  #theEngine({ nodePath, threads }: Settings): EngineClient {
    const { extensionPath } = this.#context;
    this.#engine ??= startEngine({
      engineFile: join(extensionPath, 'dist', 'engine.js'),
      mediaFolder: join(extensionPath, 'media'),
      nodePath,
      threads,
      log: (line) => this.log.info(line),
    });
    return this.#engine;
  }

  #reload(): void {
    for (const session of this.sessions()) void this.guard(() => session.reload(), session.folder);
  }

  /** Status bar and context keys follow what is open and what runs. */
  #update(): void {
    const open = this.folders.all;
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

function createView(folder: string): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(panelType, basename(folder) || folder, vscode.ViewColumn.Active);
}
