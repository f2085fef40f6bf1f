import { l10n } from 'vscode';
import { UserError } from '../core/errors.ts';
import type { ImageFile } from '../dataset/types.ts';
import type { Thumbnail, ThumbnailRequest, View, ViewRequest } from '../protocol/engine.ts';
import type { Picture } from '../protocol/panel.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import { type ResourceRoot, resourceUrl } from './resourceUrl.ts';

/** Formats that the page can show as they are. */
const shownByBrowsers = /\.(jpe?g|png|webp|gif|bmp|avif)$/i;

/** Files up to this size are shown as they are (the engine makes no thumbnails of them either). */
const smallBytes = 32_000;

export interface PictureSource {
  readonly image: (path: string) => ImageFile | undefined;
  readonly cache: string;
  readonly thumbnails: (request: ThumbnailRequest, options: CallOptions) => Promise<readonly Thumbnail[]>;
  readonly view: (request: ViewRequest, options: CallOptions) => Promise<View>;
}

/** Addresses of the pictures of a pool, for one page. */
export class Pictures {
  readonly #source: () => PictureSource;
  readonly #roots: readonly ResourceRoot[];

  constructor(source: () => PictureSource, roots: readonly ResourceRoot[]) {
    this.#source = source;
    this.#roots = roots;
  }

  /** Small pictures, in the order asked. Small files need no engine; where there is no engine, images show as they are. */
  async thumbnails(paths: readonly string[], options: CallOptions): Promise<Picture[]> {
    const { cache, thumbnails } = this.#source();
    const images = paths.map((path) => this.#image(path));
    const asked = images.filter((image) => image !== undefined && !isSmall(image)) as ImageFile[];
    const made = new Map<string, Thumbnail>();
    if (asked.length > 0) {
      const answers = await thumbnails({ images: asked, cache }, options).catch((error: unknown) => {
        if (error instanceof UserError && ['engine-lost', 'no-engine'].includes(error.code)) return [];
        throw error;
      });
      for (const [i, answer] of answers.entries()) made.set(asked[i].path, answer);
    }
    return images.map((image, i) => this.#picture(image, made.get(paths[i])));
  }

  /** The image itself, or a large picture of it where the page cannot show the format or so many pixels. */
  async original(path: string, options: CallOptions): Promise<Picture> {
    const { cache, view } = this.#source();
    const image = this.#image(path);
    if (image === undefined || isSmall(image)) return this.#picture(image, undefined);
    const shown = await view({ image, cache }, options).catch((error: unknown): View => {
      if (error instanceof UserError && error.code === 'engine-lost') return { kind: 'original' };
      throw error;
    });
    if (shown.kind !== 'reduced') return this.#picture(image, shown);
    const { file, width, height } = shown;
    const picture = this.#picture(image, { kind: 'thumbnail', file });
    return picture.kind === 'picture' ? { ...picture, size: { width, height } } : picture;
  }

  #picture(image: ImageFile | undefined, thumbnail: Thumbnail | undefined): Picture {
    if (image === undefined)
      return { kind: 'unreadable', reason: l10n.t('The image is not in the folder any more.') };
    if (thumbnail?.kind === 'unreadable') return thumbnail;
    const isItself = thumbnail?.kind !== 'thumbnail';
    const url = resourceUrl(this.#roots, isItself ? image.file : thumbnail.file);
    return url === undefined
      ? { kind: 'unreadable', reason: l10n.t('The image lies outside the image folder.') }
      : { kind: 'picture', url: isItself ? `${url}?${versionOf(image)}` : url };
  }

  /** Whether the image is in the pool (it may be unreadable). */
  has(path: string): boolean {
    return this.#image(path) !== undefined;
  }

  #image(path: string): ImageFile | undefined {
    return this.#source().image(path);
  }
}

/** A page shows what it has of an address without asking again: a file that was written anew needs another one. */
function versionOf({ size, mtimeMs }: ImageFile): string {
  return `v=${size}-${mtimeMs}`;
}

function isSmall(image: ImageFile): boolean {
  return image.size <= smallBytes && shownByBrowsers.test(image.file);
}
