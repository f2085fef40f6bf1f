import { UserError } from '../core/errors.ts';
import { OpenFolder } from './openFolder.ts';
import { Session, type SessionShell } from './session.ts';
import { watchDataset } from './watcher.ts';

export interface FoldersHost extends SessionShell {
  /** Something a panel or the status bar shows has changed. */
  readonly changed: () => void;
  /** A look at the disk that nobody asked for has failed. */
  readonly failed: (error: unknown, folder: string) => void;
}

/** The image folders that are open in this window, each once. */
export class Folders {
  readonly #host: FoldersHost;
  readonly #opening = new Map<string, Promise<OpenFolder>>();
  readonly #open = new Map<string, OpenFolder>();

  constructor(host: FoldersHost) {
    this.#host = host;
  }

  get all(): readonly OpenFolder[] {
    return [...this.#open.values()];
  }

  get(folder: string): OpenFolder | undefined {
    return this.#open.get(folder);
  }

  /** Runs `work` on a folder, opened now if it is not; closes it afterwards if nothing else uses it. */
  async use<T>(folder: string, work: (open: OpenFolder) => Promise<T>, window?: string): Promise<T> {
    const open = await this.#get(folder, window);
    try {
      return await open.use(work);
    } finally {
      await this.release(open);
    }
  }

  /** Closes a folder if nothing uses it any more. */
  async release(open: OpenFolder): Promise<void> {
    const { folder } = open.session;
    if (open.isInUse || this.#open.get(folder) !== open) return;
    this.#open.delete(folder);
    this.#opening.delete(folder);
    await open.close();
    this.#host.changed();
  }

  async closeAll(): Promise<void> {
    const open = this.all;
    this.#open.clear();
    this.#opening.clear();
    await Promise.all(open.map((one) => one.close()));
  }

  #get(folder: string, window: string | undefined): Promise<OpenFolder> {
    const known = this.#opening.get(folder);
    if (known !== undefined) return known;
    const opening = this.#openNow(folder, window);
    this.#opening.set(folder, opening);
    opening.catch(() => this.#opening.delete(folder));
    return opening;
  }

  async #openNow(folder: string, window: string | undefined): Promise<OpenFolder> {
    const session = await Session.open(folder, this.#host, window);
    const failed = (error: unknown): void => {
      const isOver = error instanceof UserError && error.code === 'closed';
      if (!isOver) this.#host.failed(error, folder);
    };
    const look = {
      labels: () => void session.dataset.refresh().catch(failed),
      images: () => void session.rescan().catch(failed),
    };
    let { paths } = session.dataset;
    let watcher = watchDataset(paths, look);
    const stop = session.onChange(() => {
      // Settings may have moved labels.csv.
      if (session.dataset.paths !== paths) {
        paths = session.dataset.paths;
        watcher.dispose();
        watcher = watchDataset(paths, look);
      }
      this.#host.changed();
    });
    const open = new OpenFolder(session, {
      dispose: () => {
        stop();
        watcher.dispose();
      },
    });
    this.#open.set(folder, open);
    return open;
  }
}
