import type { Picture } from '../../src/protocol/panel.ts';
import { t } from '../l10n.ts';

/** An image at full size, decoded, or why it cannot be shown. */
export type View =
  | {
      readonly kind: 'view';
      readonly image: HTMLImageElement;
      /** Of the file, upright. */
      readonly width: number;
      readonly height: number;
      /** How many of its pixels are there in each direction: 1, or less for a reduced picture of a very large image. */
      readonly share: number;
    }
  | { readonly kind: 'broken'; readonly reason: string };

export type AskPicture = (path: string, signal: AbortSignal) => Promise<Picture>;

interface Entry {
  readonly controller: AbortController;
  readonly promise: Promise<View>;
  view: View | undefined;
}

/** Full-size images: the one that is looked at and its neighbours, decoded before they are needed. */
export class Views {
  readonly #ask: AskPicture;
  readonly #entries = new Map<string, Entry>();
  /** Of images that may be others now. */
  readonly #stale = new Map<string, View>();

  constructor(ask: AskPicture) {
    this.#ask = ask;
  }

  /** The view, if it is there already. */
  peek(path: string): View | undefined {
    return this.#entries.get(path)?.view;
  }

  get(path: string): Promise<View> {
    const known = this.#entries.get(path);
    if (known !== undefined) return known.promise;
    const controller = new AbortController();
    const promise = this.#load(path, controller.signal).catch(
      (error: unknown): View => ({ kind: 'broken', reason: messageOf(error) }),
    );
    const entry: Entry = { controller, promise, view: undefined };
    this.#entries.set(path, entry);
    void promise.then((view) => {
      entry.view = view;
      // Not remembered: the next look asks again.
      if (view.kind === 'broken' && this.#entries.get(path) === entry) this.#entries.delete(path);
    });
    return promise;
  }

  /** The images may be others now: each is asked for again, and loaded again if its address differs. */
  refresh(): void {
    for (const [path, { view }] of this.#entries) if (view !== undefined) this.#stale.set(path, view);
    this.#entries.clear();
  }

  /** Gives up and forgets everything but these. */
  keep(paths: ReadonlySet<string>): void {
    for (const path of this.#stale.keys()) if (!paths.has(path)) this.#stale.delete(path);
    for (const [path, { controller }] of this.#entries)
      if (!paths.has(path)) {
        controller.abort();
        this.#entries.delete(path);
      }
  }

  async #load(path: string, signal: AbortSignal): Promise<View> {
    const picture = await this.#ask(path, signal);
    if (picture.kind === 'unreadable') return { kind: 'broken', reason: picture.reason };
    const stale = this.#stale.get(path);
    this.#stale.delete(path);
    if (stale?.kind === 'view' && stale.image.getAttribute('src') === picture.url) return stale;
    const image = new Image();
    image.className = 'picture';
    image.alt = '';
    image.draggable = false;
    image.src = picture.url;
    await image.decode().catch(() => {
      throw new Error(t('The file cannot be loaded; it may have been moved or deleted since.'));
    });
    const { naturalWidth, naturalHeight } = image;
    const { width, height } = picture.size ?? { width: naturalWidth, height: naturalHeight };
    return { kind: 'view', image, width, height, share: Math.min(1, naturalWidth / width) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
