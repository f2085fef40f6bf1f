import type { Picture } from '../../src/protocol/panel.ts';
import { colorClass, colorOf } from '../classColor.ts';
import { annotationOf, isPending, predictionOf } from '../state/image.ts';
import { currentPath } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import { Guess } from './guess.ts';
import type { Thumbnails } from './thumbnails.ts';
import { fit, pan, type Zoom, zoomAt } from './zoom.ts';

/** How many images before and after are loaded ahead. */
const ahead = [1, 2, 3, 4, 5, -1, -2];
const remembered = 40;
const step = 1.4;

/** One image, as large as the stage: fit, zoom by wheel or keys, drag to move, double-click to fit again. */
export class Stage {
  readonly element = document.createElement('div');
  readonly #image = document.createElement('img');
  readonly #caption = document.createElement('div');
  readonly #name = document.createElement('span');
  readonly #chip = document.createElement('span');
  readonly #guess = new Guess();
  readonly #ask: (path: string) => Promise<Picture>;
  readonly #thumbnails: Thumbnails;
  readonly #pictures = new Map<string, Promise<Picture>>();
  #path = '';
  #zoom: Zoom = fit;

  constructor(ask: (path: string) => Promise<Picture>, thumbnails: Thumbnails) {
    this.#ask = ask;
    this.#thumbnails = thumbnails;
    this.element.className = 'stage';
    this.#image.className = 'picture';
    this.#image.alt = '';
    this.#image.draggable = false;
    this.#image.addEventListener('error', () => this.element.classList.add('is-broken'));
    this.#image.addEventListener('load', () => this.element.classList.remove('is-broken'));
    this.#caption.className = 'caption';
    this.#name.className = 'name';
    this.#caption.append(this.#name, this.#chip, this.#guess.element);
    this.element.append(this.#image, this.#caption);
    this.#listen();
  }

  show(state: State): void {
    const path = currentPath(state);
    if (path !== this.#path) void this.#open(path, state);
    const row = state.shown[state.cursor];
    const annotation = annotationOf(state, row);
    const text = annotation.skipped ? 'skipped' : annotation.label;
    const color = annotation.skipped ? 'skip' : colorClass(colorOf(state, annotation.label));
    this.#chip.className = `chip ${color}`;
    this.#chip.hidden = text === '';
    this.#chip.textContent = text;
    const prediction = predictionOf(state, row);
    this.#guess.show(prediction, colorOf(state, prediction?.label ?? ''));
    this.#name.textContent = `${path}${annotation.flagged ? ' · flagged' : ''}`;
    this.element.classList.toggle('is-pending', isPending(state, path));
  }

  /** One step larger (+1) or smaller (-1), around the middle. */
  zoom(direction: 1 | -1): void {
    this.#place(zoomAt(this.#zoom, step ** direction, 0, 0));
  }

  /** Shows the thumbnail while the image itself is on its way, then loads its neighbours. */
  async #open(path: string, state: State): Promise<void> {
    this.#path = path;
    this.#place(fit);
    this.element.classList.remove('is-broken');
    const small = this.#thumbnails.get(path);
    if (small?.kind === 'picture') this.#image.src = small.url;
    else this.#image.removeAttribute('src');
    const picture = await this.#picture(path);
    if (this.#path !== path) return;
    if (picture.kind === 'picture') this.#image.src = picture.url;
    else this.element.classList.add('is-broken');
    for (const offset of ahead) {
      const neighbour = state.paths[state.shown[state.cursor + offset]];
      if (neighbour !== undefined) void this.#preload(neighbour);
    }
  }

  async #preload(path: string): Promise<void> {
    const picture = await this.#picture(path);
    if (picture.kind === 'picture') new Image().src = picture.url;
  }

  #picture(path: string): Promise<Picture> {
    const known = this.#pictures.get(path);
    if (known !== undefined) return known;
    const asked = this.#ask(path).catch((error: unknown): Picture => {
      this.#pictures.delete(path);
      return { kind: 'unreadable', reason: String(error) };
    });
    this.#pictures.set(path, asked);
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size > remembered) this.#pictures.delete(oldest);
    return asked;
  }

  #place(zoom: Zoom): void {
    this.#zoom = pan(zoom, 0, 0, this.element.clientWidth, this.element.clientHeight);
    const { scale, x, y } = this.#zoom;
    this.#image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.element.classList.toggle('is-zoomed', scale > 1);
  }

  #listen(): void {
    const { element } = this;
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const { left, top, width, height } = element.getBoundingClientRect();
        const factor = Math.exp(-event.deltaY / 300);
        const x = event.clientX - left - width / 2;
        this.#place(zoomAt(this.#zoom, factor, x, event.clientY - top - height / 2));
      },
      { passive: false },
    );
    element.addEventListener('dblclick', () => this.#place(fit));
    element.addEventListener('pointerdown', (event) => element.setPointerCapture(event.pointerId));
    element.addEventListener('pointermove', (event) => {
      if (!element.hasPointerCapture(event.pointerId)) return;
      const { clientWidth, clientHeight } = element;
      this.#place(pan(this.#zoom, event.movementX, event.movementY, clientWidth, clientHeight));
    });
  }
}
