import * as vscode from 'vscode';
import type { DatasetPaths } from '../dataset/types.ts';
import type { SimilarAsk } from '../protocol/clusterPanel.ts';
import type { PanelCommand, Place, Shortcut, UndoAnswer, ViewName } from '../protocol/panel.ts';
import { createNonce, panelHtml } from './html.ts';
import { createPage, type Page } from './page.ts';
import { Pictures } from './pictures.ts';
import type { Session } from './session.ts';

export const panelType = 'nextBatch.panel';

/** What a panel needs from the shell around it. */
export interface PanelShell {
  readonly extensionUri: vscode.Uri;
  readonly run: (command: PanelCommand) => Promise<void>;
  readonly typing: (typing: boolean) => void;
  readonly fault: (name: string, error: unknown) => void;
}

/**
 * The editor tab of one image folder. Its page loads while the folder is still being opened, and may be loaded again at
 * any time; each load is told everything anew.
 */
export class FolderPanel {
  readonly view: vscode.WebviewPanel;
  #paths: DatasetPaths;
  readonly #shell: PanelShell;
  #session: Session | undefined;
  #early: unknown[] = [];
  #stopListening: () => void = () => {};
  #awaited: Place | undefined;
  #awaitedView: ViewName | undefined;
  #awaitedSimilar: SimilarAsk | undefined;
  #pageId = '';
  #page: Page | undefined;
  #isClosed = false;

  constructor(view: vscode.WebviewPanel, paths: DatasetPaths, shell: PanelShell) {
    this.view = view;
    this.#paths = paths;
    this.#shell = shell;
    view.onDidDispose(() => {
      this.#isClosed = true;
      this.#stopListening();
      this.#page?.close();
    });
    // A page that nobody sees is not kept; the next one says anew what it shows.
    view.onDidChangeViewState(() => {
      if (!view.visible) this.#session?.views.relations.show(false);
    });
    view.webview.onDidReceiveMessage((raw: unknown) => this.#receive(raw));
    this.#load();
  }

  get isAttached(): boolean {
    return this.#session !== undefined;
  }

  /** The folder is open: the page is told what it holds. */
  attach(session: Session): void {
    if (this.#isClosed || this.#session === session) return;
    this.#session = session;
    this.#follow(session);
    this.#stopListening = session.onChange(() => {
      this.#follow(session);
      this.#page?.tell();
    });
    for (const raw of this.#early.splice(0)) this.#receive(raw);
  }

  /** Settings may have moved labels or cache: the page is loaded anew, with access to where they lie now. */
  #follow({ dataset: { paths } }: Session): void {
    if (paths.cache === this.#paths.cache && paths.home === this.#paths.home) return;
    this.#paths = paths;
    this.#load();
  }

  /** Loads the page, with access to nothing but our code, the images and their thumbnails. */
  #load(): void {
    const { webview } = this.view;
    const dist = vscode.Uri.joinPath(this.#shell.extensionUri, 'dist');
    webview.options = {
      enableScripts: true,
      localResourceRoots: [dist, ...this.#folders().map((folder) => vscode.Uri.file(folder))],
    };
    const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.html = panelHtml({
      cspSource: webview.cspSource,
      nonce: createNonce(),
      title: this.view.title,
      script: asset('webview.js'),
      style: asset('webview.css'),
      icons: asset('codicon.css'),
      language: vscode.env.language,
      bundle: vscode.l10n.bundle ?? {},
    });
  }

  /** Undo or redo was done from outside the page: it moves to the image. */
  tookBack(answer: UndoAnswer): void {
    this.#page?.tookBack(answer);
  }

  /** Goes to an image, once the page is there. */
  reveal(place: Place): void {
    if (this.#page) this.#page.reveal(place);
    else this.#awaited = place;
  }

  /** Goes to a view, once the page is there. */
  show(view: ViewName): void {
    if (this.#page) this.#page.show(view);
    else this.#awaitedView = view;
  }

  /** Looks for similar images, once the page is there. */
  findSimilar(ask: SimilarAsk): void {
    if (this.#page) this.#page.findSimilar(ask);
    else this.#awaitedSimilar = ask;
  }

  /** Passes on a key that VS Code caught. */
  shortcut(shortcut: Shortcut): void {
    this.#page?.shortcut(shortcut);
  }

  #folders(): string[] {
    const { folder, home, cache } = this.#paths;
    return [cache, folder, home];
  }

  /** Each load of the page names itself, so that an answer to an older load is never taken for one to this. */
  #receive(raw: unknown): void {
    const { page, message } = raw as { readonly page: string; readonly message: unknown };
    if (this.#isClosed) return;
    if (this.#session === undefined) {
      this.#early.push(raw);
      return;
    }
    if (this.#page === undefined || this.#pageId !== page) {
      this.#page?.close();
      this.#pageId = page;
      this.#page = this.#createPage(page, this.#session);
      if (this.#awaited) this.#page.reveal(this.#awaited);
      if (this.#awaitedView) this.#page.show(this.#awaitedView);
      if (this.#awaitedSimilar) this.#page.findSimilar(this.#awaitedSimilar);
      this.#awaited = this.#awaitedView = this.#awaitedSimilar = undefined;
    }
    this.#page.receive(message);
  }

  #createPage(id: string, session: Session): Page {
    const { view } = this;
    const roots = this.#folders().map((folder) => ({
      folder,
      url: view.webview.asWebviewUri(vscode.Uri.file(folder)).toString(),
    }));
    const source = () => ({
      image: (path: string) => session.dataset.image(path),
      cache: session.dataset.paths.cache,
      thumbnails: session.engine.thumbnails,
      view: session.engine.view,
    });
    return createPage({
      session,
      pictures: new Pictures(source, roots),
      // A page that is gone needs no message; what it asked for is aborted when the panel closes.
      post: (message) => void view.webview.postMessage({ page: id, message }).then(undefined, () => {}),
      run: this.#shell.run,
      typing: this.#shell.typing,
      fault: this.#shell.fault,
    });
  }
}
