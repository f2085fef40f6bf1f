import { throwIfAborted } from '../../core/errors.ts';
import type { CallOptions } from '../../protocol/rpc.ts';
import type { FolderMap } from './folderMap.ts';

export interface BackgroundMapHost {
  /** Names the embeddings that a map made now would show. */
  readonly embeddings: () => string;
  readonly layOut: (options: CallOptions<FolderMap>) => Promise<FolderMap>;
}

/**
 * The map of a folder, worked out while somebody looks at it. It makes way for a job that begins and goes on where it was
 * when the job is over; what it looked like last stays until there is something newer.
 */
export class BackgroundMap {
  readonly #host: BackgroundMapHost;
  #latest: FolderMap | undefined;
  #holding = new AbortController();
  #free: Promise<void> = Promise.resolve();
  #release: (() => void) | undefined;

  constructor(host: BackgroundMapHost) {
    this.#host = host;
  }

  /** As it was last, if it shows the embeddings of now. */
  get latest(): FolderMap | undefined {
    return this.#latest?.embeddings === this.#host.embeddings() ? this.#latest : undefined;
  }

  /** The map that does not move any more; tells how it was last, then each stage of the work. */
  async follow({ signal, onPart, onProgress }: CallOptions<FolderMap>): Promise<FolderMap> {
    const { latest } = this;
    if (latest) onPart?.(latest);
    for (;;) {
      await this.#free;
      throwIfAborted(signal);
      const held = this.#holding.signal;
      try {
        const done = await this.#host.layOut({
          signal: signal ? AbortSignal.any([signal, held]) : held,
          ...(onProgress && { onProgress }),
          onPart: (map) => {
            // Otherwise one that was done would seem to begin again while it is read.
            if (this.#isNews(map)) onPart?.(map);
          },
        });
        this.#latest = done;
        return done;
      } catch (error) {
        if (!held.aborted || signal?.aborted) throw error;
      }
    }
  }

  /** A job begins: the work is given up, to go on when the job is over. */
  hold(): void {
    if (this.#release) return;
    this.#free = new Promise((resolve) => {
      this.#release = resolve;
    });
    this.#holding.abort();
  }

  release(): void {
    if (!this.#release) return;
    this.#holding = new AbortController();
    this.#release();
    this.#release = undefined;
  }

  #isNews(map: FolderMap): boolean {
    const before = this.#latest;
    const isOlder =
      before !== undefined &&
      before.embeddings === map.embeddings &&
      before.images === map.images &&
      (before.share > map.share || (before.method === 'umap' && map.method === 'pca'));
    if (!isOlder) this.#latest = map;
    return !isOlder;
  }
}
