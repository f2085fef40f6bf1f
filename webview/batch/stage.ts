import { render } from 'lit-html';
import { t } from '../l10n.ts';
import { currentPath } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import { type StageFacts, stageBar } from './stageBar.ts';
import type { Thumbnails } from './thumbnails.ts';
import { type AskPicture, type View, Views } from './views.ts';
import { actual, type Frame, fitted, opened, panBy, resized, type Zoom, zoomBy } from './zoom.ts';

/** Places, counted from the cursor, that are loaded ahead, in this order. */
const ahead = [1, 2, -1, 3, 4, 5, -2];
const step = 1.4;
/** A fitted image is drawn with soft pixels up to here; larger, and zoomed in, each pixel is a square. */
const softUpTo = 4;

export interface StageEvents {
  readonly onClose: () => void;
}

/** One image, as large as the stage: fit, 100 %, zoom by wheel or keys, drag to move. */
export class Stage {
  readonly element = document.createElement('div');
  readonly #view = document.createElement('div');
  readonly #bar = document.createElement('div');
  readonly #message = document.createElement('p');
  readonly #placeholder = document.createElement('img');
  readonly #events: StageEvents;
  readonly #thumbnails: Thumbnails;
  readonly #views: Views;
  #image: HTMLImageElement;
  #state: State | undefined;
  #path = '';
  #isStale = false;
  /** Counts what was begun to load: only the last of it is shown. */
  #turn = 0;
  #shown: View | undefined;
  #size = { width: 1, height: 1 };
  #zoom: Zoom = { mode: 'fit', scale: 1, x: 0, y: 0 };

  constructor(ask: AskPicture, thumbnails: Thumbnails, events: StageEvents) {
    this.#views = new Views(ask);
    this.#thumbnails = thumbnails;
    this.#events = events;
    this.element.className = 'stage';
    this.element.tabIndex = -1;
    this.element.setAttribute('role', 'group');
    this.element.setAttribute('aria-label', t('Large image'));
    this.#view.className = 'stage-view';
    this.#bar.className = 'stage-bar';
    this.#message.className = 'stage-message';
    this.#placeholder.className = 'picture';
    this.#placeholder.alt = '';
    this.#placeholder.addEventListener('load', () => this.#placeholderLoaded());
    this.#image = this.#placeholder;
    this.#view.append(this.#image, this.#message);
    this.element.append(this.#view, this.#bar);
    this.#listen();
    new ResizeObserver(() => this.#place(resized(this.#frame, this.#zoom))).observe(this.#view);
  }

  show(state: State): void {
    this.#state = state;
    const path = currentPath(state);
    if (path !== this.#path) this.#open(path, state);
    else if (this.#isStale) void this.#load(path, near(path, state));
    this.#isStale = false;
    this.#drawBar();
  }

  /** The images may be others now: what is shown stays until it is known whether it is another. */
  refresh(): void {
    this.#views.refresh();
    this.#isStale = true;
  }

  /** One step larger (+1) or smaller (-1), around the middle. */
  zoom(direction: 1 | -1): void {
    this.#place(zoomBy(this.#frame, this.#zoom, step ** direction, 0, 0));
  }

  /** Moves the image by so many eighths of the stage. */
  pan(right: number, down: number): void {
    const { stageWidth, stageHeight } = this.#frame;
    this.#place(panBy(this.#frame, this.#zoom, (-right * stageWidth) / 8, (-down * stageHeight) / 8));
  }

  /** To 100 %, or back to fit. */
  toggleActualSize(px = 0, py = 0): void {
    const frame = this.#frame;
    this.#place(this.#zoom.mode === 'fit' ? actual(frame, this.#zoom, px, py) : fitted(frame));
  }

  get #frame(): Frame {
    const { clientWidth, clientHeight } = this.#view;
    const { width, height } = this.#size;
    const ratio = window.devicePixelRatio;
    return {
      stageWidth: Math.max(1, clientWidth),
      stageHeight: Math.max(1, clientHeight),
      width: width / ratio,
      height: height / ratio,
    };
  }

  /** Shows the thumbnail while the image itself is on its way. */
  #open(path: string, state: State): void {
    this.#path = path;
    const paths = near(path, state);
    this.#views.keep(new Set(paths));
    const ready = this.#views.peek(path);
    if (ready !== undefined) this.#arrived(ready);
    else this.#showPlaceholder(path);
    void this.#load(path, paths);
  }

  /** The image that is looked at first, then one neighbour after the other. */
  async #load(path: string, paths: readonly string[]): Promise<void> {
    const turn = ++this.#turn;
    const view = await this.#views.get(path);
    if (this.#turn !== turn) return;
    if (this.#shown !== view) this.#arrived(view);
    for (const neighbour of paths) {
      await this.#views.get(neighbour);
      if (this.#turn !== turn) return;
    }
  }

  #showPlaceholder(path: string): void {
    const small = this.#thumbnails.get(path);
    this.#shown = undefined;
    this.#message.textContent = '';
    this.#swap(this.#placeholder);
    this.#placeholder.hidden = true;
    if (small?.kind === 'picture') this.#placeholder.src = small.url;
    if (this.#placeholder.complete && this.#placeholder.naturalWidth > 0) this.#placeholderLoaded();
  }

  #placeholderLoaded(): void {
    const { naturalWidth, naturalHeight } = this.#placeholder;
    if (this.#image !== this.#placeholder || this.#thumbnails.get(this.#path) === undefined) return;
    this.#placeholder.hidden = false;
    this.#size = { width: naturalWidth, height: naturalHeight };
    this.#place({ ...fitted(this.#frame), mode: this.#zoom.mode });
  }

  #arrived(view: View): void {
    this.#shown = view;
    this.#message.textContent = view.kind === 'broken' ? view.reason : '';
    if (view.kind === 'broken') this.#image.hidden = true;
    else {
      this.#size = { width: view.width, height: view.height };
      this.#swap(view.image);
      this.#place(opened(this.#frame, this.#zoom));
    }
    this.#drawBar();
  }

  #swap(image: HTMLImageElement): void {
    if (this.#image === image) return;
    this.#image.replaceWith(image);
    this.#image = image;
  }

  #place(zoom: Zoom): void {
    this.#zoom = zoom;
    const { stageWidth, stageHeight, width, height } = this.#frame;
    const { style, classList } = this.#image;
    style.width = `${width}px`;
    style.height = `${height}px`;
    const left = (stageWidth - width * zoom.scale) / 2 + zoom.x;
    const top = (stageHeight - height * zoom.scale) / 2 + zoom.y;
    style.transform = `translate(${left}px, ${top}px) scale(${zoom.scale})`;
    const isSharp = zoom.scale > (zoom.mode === 'fit' ? softUpTo : 1);
    classList.toggle('is-sharp', isSharp);
    const isLarger = width * zoom.scale > stageWidth + 1 || height * zoom.scale > stageHeight + 1;
    this.element.classList.toggle('is-zoomed', isLarger);
    this.#drawBar();
  }

  #drawBar(): void {
    if (this.#state === undefined) return;
    const view = this.#shown;
    const facts: StageFacts = {
      state: this.#state,
      mode: this.#zoom.mode,
      scale: this.#zoom.scale,
      ...(view?.kind === 'view' && { size: { width: view.width, height: view.height }, share: view.share }),
    };
    const events = {
      onZoom: (direction: 1 | -1) => this.zoom(direction),
      onFit: () => this.#place(fitted(this.#frame)),
      onActual: () => this.#place(actual(this.#frame, this.#zoom)),
      onClose: this.#events.onClose,
    };
    render(stageBar(facts, events), this.#bar);
  }

  #listen(): void {
    const view = this.#view;
    const fromMiddle = (event: MouseEvent): readonly [x: number, y: number] => {
      const { left, top, width, height } = view.getBoundingClientRect();
      return [event.clientX - left - width / 2, event.clientY - top - height / 2];
    };
    view.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const factor = Math.exp(-event.deltaY / 300);
        this.#place(zoomBy(this.#frame, this.#zoom, factor, ...fromMiddle(event)));
      },
      { passive: false },
    );
    view.addEventListener('dblclick', (event) => this.toggleActualSize(...fromMiddle(event)));
    view.addEventListener('pointerdown', (event) => view.setPointerCapture(event.pointerId));
    view.addEventListener('pointermove', (event) => {
      if (!view.hasPointerCapture(event.pointerId)) return;
      this.#place(panBy(this.#frame, this.#zoom, event.movementX, event.movementY));
    });
  }
}

/** What is loaded for an image, in this order: itself, then those around it. */
function near(path: string, { paths, shown, cursor, unreadable }: State): readonly string[] {
  const around = ahead.map((offset) => paths[shown[cursor + offset]] ?? '');
  return [path, ...around.filter((entry) => entry !== '' && !unreadable.has(entry))];
}
