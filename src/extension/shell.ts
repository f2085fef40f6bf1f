import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Settings } from '../core/settings.ts';
import { openDataset } from '../dataset/dataset.ts';
import { type EngineClient, startEngine } from '../engine/client.ts';
import type { PanelCommand } from '../protocol/panel.ts';
import { folderSettings, saveSettings } from './config.ts';
import { setContext } from './contextKeys.ts';
import { bannerOf, storyOf } from './errorReport.ts';
import { Folders } from './folders.ts';
import type { OpenFolder } from './openFolder.ts';
import { FolderPanel, panelType } from './panel.ts';
import { ReviewProblems } from './review/reviewProblems.ts';
import { Session } from './session.ts';
import { StatusBar } from './statusBar.ts';
import { Trees, type Views } from './trees.ts';
import type { ViewName } from './views.ts';

/** Where a panel is shown. */
type PanelPlace = 'front' | 'beside';

/** All that is open in this window: image folders with their panels, the engine, the log and the status bar item. */
export class Shell implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel('Next Batch', { log: true });
  readonly folders: Folders;
  readonly #context: vscode.ExtensionContext;
  readonly #statusBar = new StatusBar();
  readonly #problems = new ReviewProblems((error) => this.log.warn(storyOf(error)));
  readonly #trees: Trees;
  readonly #panels = new Map<string, FolderPanel>();
  readonly #listeners: vscode.Disposable;
  #engine: EngineClient | undefined;
  /** The panel that was in front last: the status bar and the views stay with it while a text editor is. */
  #lastInFront: FolderPanel | undefined;

  constructor(context: vscode.ExtensionContext, views: Views) {
    this.#context = context;
    this.#trees = new Trees(views);
    this.folders = new Folders({
      version: String(context.extension.packageJSON.version),
      settings: folderSettings,
      saveSettings,
      openDataset: (options) =>
        openDataset(options, { lister: join(context.extensionPath, 'dist', 'lister.js') }),
      engine: (settings) => this.#theEngine(settings),
      note: (error) => this.log.warn(storyOf(error)),
      changed: () => this.#update(),
      failed: (error, folder) => this.#showInPanel(error, folder),
    });
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('nextBatch')) this.#reload();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#reload()),
    );
  }

  /** Absolute folder of what we keep for the person rather than for a folder: models, and descriptions of models. */
  get storage(): string {
    return this.#context.globalStorageUri.fsPath;
  }

  sessions(): readonly Session[] {
    return this.folders.all.map(({ session }) => session);
  }

  /** The folder that the status bar, the views and commands without another one are about. */
  get inFront(): OpenFolder | undefined {
    const open = this.folders.all.filter(({ panel }) => panel !== undefined);
    return (
      open.find(({ panel }) => panel?.view.active) ??
      open.find(({ panel }) => panel === this.#lastInFront) ??
      open[0]
    );
  }

  /** What a view lists, up to date. */
  tree<T extends ViewName>(name: T): Trees[T] {
    this.#trees.tell();
    return this.#trees[name];
  }

  /**
   * Runs `work` beside the panel of a folder, which is shown at once; made, if there is none. `beside`: next to the active
   * editor, which keeps the focus.
   */
  withPanel(
    folder: string,
    work: (open: OpenFolder) => Promise<void> = async () => {},
    where: PanelPlace = 'front',
  ): Promise<void> {
    const known = this.#panels.get(folder);
    known?.view.reveal(undefined, where === 'beside');
    return this.#fill(known ?? this.#createPanel(folder, createView(folder, where)), folder, work);
  }

  /** Gives a panel that VS Code kept over a reload its folder again. */
  async restore(view: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { folder, window } = (state ?? {}) as { readonly folder?: unknown; readonly window?: unknown };
    if (typeof folder !== 'string' || this.#panels.has(folder)) {
      view.dispose();
      return;
    }
    const name = typeof window === 'string' ? window : undefined;
    await this.guard(() => this.#fill(this.#createPanel(folder, view), folder, async () => {}, name));
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

  /** Tells an error of work that nobody asked for, where it waits until somebody looks. */
  #showInPanel(error: unknown, folder: string): void {
    const banner = bannerOf(error);
    if (banner === null) return;
    this.log.error(storyOf(error));
    this.folders.get(folder)?.session.show(banner);
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#statusBar.dispose();
    this.#trees.dispose();
    this.#problems.dispose();
    void this.folders.closeAll();
    void this.#engine?.stop();
    this.log.dispose();
  }

  #createPanel(folder: string, view: vscode.WebviewPanel): FolderPanel {
    view.iconPath = vscode.Uri.joinPath(this.#context.extensionUri, 'media', 'icon.png');
    const panel = new FolderPanel(view, Session.paths(folder, { settings: folderSettings }), {
      extensionUri: this.#context.extensionUri,
      run: (command) => this.#run(command, folder),
      typing: (typing) => setContext('typing', typing),
      fault: (name, error) => this.log.error(`${name}: ${storyOf(error)}`),
    });
    this.#panels.set(folder, panel);
    view.onDidDispose(() => {
      this.#panels.delete(folder);
      setContext('typing', false);
      const open = this.folders.get(folder);
      if (open?.panel === panel) open.panel = undefined;
      this.#update();
      if (open) void this.guard(() => this.folders.release(open));
    });
    view.onDidChangeViewState(() => this.#update());
    return panel;
  }

  /** Opens the folder of a panel, if it is not open yet, and runs `work`. A panel whose folder cannot be opened goes. */
  async #fill(
    panel: FolderPanel,
    folder: string,
    work: (open: OpenFolder) => Promise<void>,
    window?: string,
  ): Promise<void> {
    try {
      await this.folders.use(
        folder,
        async (open) => {
          if (this.#panels.get(folder) === panel) open.panel = panel;
          panel.attach(open.session);
          this.#update();
          await work(open);
        },
        window,
      );
    } catch (error) {
      if (!panel.isAttached) panel.view.dispose();
      throw error;
    }
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
    const running = this.folders.all.find(({ session }) => session.job !== null);
    const { inFront } = this;
    this.#lastInFront = inFront?.panel;
    this.#statusBar.show((running ?? inFront)?.session);
    this.#trees.show(inFront?.session);
    this.#problems.show(this.sessions());
    const { batch, annotations } = inFront?.session.dataset ?? {};
    setContext('jobRunning', running !== undefined);
    setContext('panelOpen', inFront !== undefined);
    setContext('hasBatch', batch !== undefined);
    setContext('hasLabels', (annotations?.size ?? 0) > 0);
  }
}

function createView(folder: string, where: PanelPlace): vscode.WebviewPanel {
  const place =
    where === 'front'
      ? vscode.ViewColumn.Active
      : { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  return vscode.window.createWebviewPanel(panelType, basename(folder) || folder, place);
}
