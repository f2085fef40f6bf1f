import { DensityLayer } from './densityLayer.ts';
import { Camera } from './drawing/camera.ts';
import { frameOf } from './drawing/frame.ts';
import type { ScatterLook } from './drawing/look.ts';
import { Motion } from './drawing/motion.ts';
import type { Frame, Picture } from './drawing/picture.ts';
import { pixelRatio } from './drawing/pixelRatio.ts';
import { Scene, seenIn } from './drawing/scene.ts';
import { boxAround, toScreen, type View } from './drawing/view.ts';
import { type RendererName, Screen } from './gpu/screen.ts';
import { LabelLayer, type MapLabel } from './labelLayer.ts';
import { Marks } from './marks.ts';
import { Gestures, type SelectHow, type Tool } from './pointing/gestures.ts';
import { type Direction, nearestTo, neighborOf } from './pointing/neighbor.ts';
import { pointAt } from './pointing/pick.ts';
import { rowsWithin } from './pointing/within.ts';
import type { ScatterEvents } from './scatterEvents.ts';

type Place = readonly [x: number, y: number];

/** How near to a point, in CSS pixels, counts as on it. */
const tolerance = 5;
/** Milliseconds of a frame for drawing points: while something moves, and when all rests. */
const budgets = { moving: 9, resting: 24 };
const restMs = 120;
/** A double click beside all points zooms in by this. */
const closer = 2;

/** The parts of a scatter plot brought together; draws on demand, one animation frame per change. */
export class Plot {
  readonly element = document.createElement('div');
  readonly #events: ScatterEvents;
  readonly #camera = new Camera();
  readonly #scene = new Scene(this.element);
  readonly #motion = new Motion();
  readonly #marks = new Marks();
  readonly #labels = new LabelLayer();
  readonly #density = new DensityLayer(() => this.#invalidate());
  readonly #screen: Screen;
  readonly #gestures: Gestures;
  readonly #observer = new ResizeObserver((entries) => this.#resize(entries));
  #ratio = 1;
  #cursor = -1;
  #hovered = -1;
  #mouse: Place | undefined;
  /** What lies under the mouse may be another point than it was. */
  #isHoverStale = false;
  #movedAt = Number.NEGATIVE_INFINITY;
  #told = '';
  #frame: number | undefined;

  constructor(events: ScatterEvents, renderer: RendererName) {
    this.#events = events;
    this.#screen = new Screen(renderer, () => this.#invalidate());
    const { element } = this;
    element.className = 'scatter';
    element.tabIndex = 0;
    element.append(this.#screen.element, this.#density.canvas, this.#labels.element, this.#marks.element);
    this.#gestures = new Gestures(element, {
      onPan: (dx, dy) => this.pan(dx, dy),
      onZoom: (factor, x, y) => this.#move(() => this.#camera.zoom(factor, x, y)),
      onHover: (x, y) => this.#hover([x, y]),
      onLeave: () => this.#hover(undefined),
      onClick: (x, y, how) => this.#pick(x, y, how),
      onDoubleClick: (x, y) => this.#open(x, y),
      onLine: (line) => this.#marks.showLine(line),
      onSelect: (line, how) => this.#select(line, how),
    });
    // Tells of another ratio of pixels too.
    this.#observer.observe(element, { box: 'device-pixel-content-box' });
  }

  get view(): View {
    return this.#camera.view;
  }

  setPoints(points: Float32Array): void {
    const before = this.#scene.points;
    const isSeen = this.#scene.isComplete && this.#camera.size.width > 0;
    const isMoving = isSeen && this.#motion.start(before, points);
    if (!isMoving) this.#put(points);
    this.#invalidate();
  }

  setLook(look: ScatterLook): void {
    this.#scene.setLook(look);
    this.#invalidate();
  }

  setSelected(marks: Uint8Array | undefined): void {
    this.#scene.setSelected(marks);
    this.#invalidate();
  }

  setCursor(row: number): void {
    if (row === this.#cursor) return;
    this.#cursor = row;
    const place = this.#scene.placeOf(row);
    if (place !== undefined) this.#camera.reveal(...place);
    this.#invalidate();
  }

  setTool(tool: Tool): void {
    this.#gestures.cancel();
    this.#gestures.tool = tool;
    this.element.classList.toggle('is-selecting', tool !== 'pan');
  }

  setLabels(labels: readonly MapLabel[]): void {
    this.#labels.set(labels);
    this.#invalidate();
  }

  setDensity(on: boolean): void {
    this.#density.set(on);
    this.#invalidate();
  }

  fit(rows?: ArrayLike<number>): void {
    const shown = this.#scene.shownOf(rows);
    const box = shown === undefined ? undefined : boxAround(this.#scene.points, shown);
    this.#move(() => (box === undefined ? this.#camera.fitAll() : this.#camera.fit(box)));
  }

  zoom(factor: number): void {
    this.#move(() => this.#camera.zoom(factor));
  }

  pan(dx: number, dy: number): void {
    this.#move(() => this.#camera.pan(dx, dy));
  }

  neighbor(row: number, direction: Direction): number {
    const { picture } = this.#scene;
    if (picture === undefined) return -1;
    const isSomewhere = this.#scene.placeOf(row) !== undefined;
    return isSomewhere ? neighborOf(picture, row, direction) : nearestTo(picture, this.view.x, this.view.y);
  }

  setView(view: View): void {
    this.#move(() => this.#camera.set(view));
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#gestures.cancel();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#screen.dispose();
    this.#density.dispose();
    this.element.remove();
  }

  #put(points: Float32Array): void {
    this.#scene.setPoints(points);
    this.#isHoverStale = true;
    this.#camera.follow(this.#scene.box);
  }

  #move(change: () => void): void {
    change();
    this.#movedAt = performance.now();
    this.#isHoverStale = true;
    this.#invalidate();
  }

  #resize([entry]: readonly ResizeObserverEntry[]): void {
    const { width, height } = entry.contentRect;
    this.#ratio = pixelRatio(entry);
    this.#camera.resize({ width, height });
    // The canvas is as large as the element before this frame is painted.
    this.#draw();
  }

  #invalidate(): void {
    this.#frame ??= requestAnimationFrame((now) => {
      this.#frame = undefined;
      if (this.#motion.isMoving) this.#put(this.#motion.at(now));
      this.#draw();
    });
  }

  #draw(): void {
    const { picture } = this.#scene;
    const { view, size } = this.#camera;
    if (picture === undefined || size.width === 0 || size.height === 0) return;
    const frame = this.#frameOf(picture);
    const isMoving = this.#motion.isMoving || performance.now() - this.#movedAt < restMs;
    const drawn = this.#screen.draw(picture, frame, isMoving ? budgets.moving : budgets.resting);
    if (!this.#motion.isMoving) this.#density.show(picture, frame);
    this.#labels.show(view, size);
    const at = (row: number): Place | undefined => {
      const place = this.#scene.placeOf(row);
      return place && toScreen(view, size, ...place);
    };
    this.#marks.show(at(this.#cursor), at(this.#hovered), frame.radius / this.#ratio);
    this.#tell(seenIn(picture, drawn), seenIn(picture));
    if (drawn < picture.seen.length || this.#motion.isMoving) this.#invalidate();
    else if (this.#isHoverStale && this.#mouse !== undefined) this.#hover(this.#mouse);
  }

  #frameOf(picture: Picture): Frame {
    const { view, size, whole } = this.#camera;
    const count = seenIn(picture);
    return frameOf(picture.points, view, size, this.#ratio, count, whole);
  }

  #tell(drawn: number, of: number): void {
    const told = `${drawn} ${of}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#events.onDrawn(drawn, of);
  }

  #rowAt(x: number, y: number): number {
    const { picture } = this.#scene;
    if (picture === undefined) return -1;
    const ratio = this.#ratio;
    return pointAt(picture, this.#frameOf(picture), x * ratio, y * ratio, tolerance * ratio);
  }

  #hover(mouse: Place | undefined): void {
    this.#mouse = mouse;
    this.#isHoverStale = false;
    const row = mouse === undefined ? -1 : this.#rowAt(...mouse);
    if (row < 0 && this.#hovered < 0) return;
    const [x, y] = mouse ?? [0, 0];
    if (row !== this.#hovered) this.#invalidate();
    this.#hovered = row;
    this.element.classList.toggle('is-over-point', row >= 0);
    this.#events.onHover(row, x, y);
  }

  #pick(x: number, y: number, how: SelectHow): void {
    this.#events.onPick(this.#rowAt(x, y), how);
  }

  #open(x: number, y: number): void {
    const row = this.#rowAt(x, y);
    if (row >= 0) this.#events.onOpen(row);
    else this.#move(() => this.#camera.zoom(closer, x, y));
  }

  #select(line: readonly number[], how: SelectHow): void {
    const { picture } = this.#scene;
    if (picture === undefined) return;
    this.#events.onSelect(rowsWithin(picture, this.view, this.#camera.size, line), how);
  }
}
