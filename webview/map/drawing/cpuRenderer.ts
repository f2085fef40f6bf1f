import { chunkEnd, visitRuns } from './arrangement.ts';
import { firstFrom } from './ascending.ts';
import { widest } from './masks.ts';
import {
  type Frame,
  hasLayer,
  type Layer,
  type Picture,
  type Renderer,
  restOpacity,
  restRadius,
  unseen,
} from './picture.ts';
import { type Clip, makeStamp, pressStamp, pressWhole, type Stamp } from './stamps.ts';

/** What a renderer needs to draw points of one kind: a stamp for each shape. */
type Stamps = readonly Stamp[];

/**
 * Draws every point into the pixels of an ImageData: needs no GPU. A picture that was only moved is not drawn anew: its
 * pixels are moved, and points are drawn in the strips that came into view.
 */
export class CpuRenderer implements Renderer {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null;
  #image: ImageData | undefined;
  #pixels = new Uint32Array(0);
  #picture: Picture | undefined;
  #frame: Frame | undefined;
  #drawn = 0;

  constructor() {
    // The pixels stay in the memory that they are written to.
    this.#context = this.canvas.getContext('2d', { willReadFrequently: true });
  }

  draw(picture: Picture, frame: Frame, budget: number): number {
    const started = performance.now();
    const before = this.#frame;
    const isMoved = this.#picture === picture && before !== undefined && isSameSize(before, frame);
    this.#frame = frame;
    this.#picture = picture;
    if (isMoved) this.#move(picture, before, frame);
    else this.#begin(frame);
    const { seen, points } = picture;
    const whole = { left: 0, top: 0, right: frame.width, bottom: frame.height };
    const brush = new Brush(this.#pixels, picture, frame);
    const first = this.#drawn;
    let mustDraw = true;
    while (this.#drawn < seen.length && (mustDraw || performance.now() - started < budget)) {
      // One chunk is drawn as a whole: it is soon done.
      if (points.chunks > 1 && seen[this.#drawn] > 0) mustDraw = false;
      brush.drawSteps([this.#drawn, this.#drawn + 1], whole);
      this.#drawn++;
    }
    // Points that come later may lie on those selected until the last step is done.
    if (this.#drawn > first)
      brush.drawSelected(this.#drawn < seen.length ? [first, this.#drawn] : [0, seen.length], whole);
    if (this.#image !== undefined) this.#context?.putImageData(this.#image, 0, 0);
    return this.#drawn;
  }

  dispose(): void {
    this.#picture = undefined;
    this.#image = undefined;
    this.canvas.width = 0;
  }

  #begin({ width, height }: Frame): void {
    this.#drawn = 0;
    if (this.#image?.width === width && this.#image.height === height) {
      this.#pixels.fill(0);
      return;
    }
    this.canvas.width = width;
    this.canvas.height = height;
    this.#image = new ImageData(width, height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  #move(picture: Picture, before: Frame, frame: Frame): void {
    const { width, height } = frame;
    const dx = frame.originX - before.originX;
    const dy = frame.originY - before.originY;
    if (dx === 0 && dy === 0) return;
    if (Math.abs(dx) >= width || Math.abs(dy) >= height) {
      this.#begin(frame);
      return;
    }
    movePixels(this.#pixels, width, height, dx, dy);
    const brush = new Brush(this.#pixels, picture, frame);
    for (const strip of strips(width, height, dx, dy)) {
      clear(this.#pixels, width, strip);
      brush.drawSteps([0, this.#drawn], strip);
      brush.drawSelected([0, this.#drawn], strip);
    }
  }
}

/** Draws the points of a picture for one frame. */
class Brush {
  readonly #pixels: Uint32Array;
  readonly #picture: Picture;
  readonly #frame: Frame;
  readonly #rest: Readonly<Record<Layer, Stamps>>;
  readonly #chosen: Stamps;
  readonly #rings: Stamps;

  constructor(pixels: Uint32Array, picture: Picture, frame: Frame) {
    this.#pixels = pixels;
    this.#picture = picture;
    this.#frame = frame;
    const { radius, ringWidth, width } = frame;
    const shapes = Math.max(0, ...new Set(picture.shapes)) + 1;
    const stamps = (size: number, opacity: number): Stamps =>
      Array.from({ length: shapes }, (_, shape) => makeStamp(shape, size, opacity, width));
    const rest = (layer: Layer): Stamps =>
      hasLayer(picture, layer) ? stamps(restRadius(frame, layer), restOpacity(picture, frame, layer)) : [];
    this.#rest = { background: rest('background'), front: rest('front') };
    this.#chosen = picture.selected.length > 0 ? stamps(radius, 1) : [];
    this.#rings = picture.selected.length > 0 && ringWidth > 0 ? stamps(radius + ringWidth, 1) : [];
  }

  drawSteps([first, end]: readonly [number, number], clip: Clip): void {
    const { chunks } = this.#picture.points;
    this.#drawChunks([first, Math.min(end, chunks)], clip, 'background');
    this.#drawChunks([Math.max(first - chunks, 0), end - chunks], clip, 'front');
  }

  #drawChunks(chunks: readonly [number, number], clip: Clip, layer: Layer): void {
    if (this.#rest[layer].length === 0) return;
    const { points } = this.#picture;
    const { originX, originY, scale, radius } = this.#frame;
    const reach = radius * widest + 2;
    const left = (clip.left - originX - reach) / scale;
    const top = (clip.top - originY - reach) / scale;
    const right = (clip.right - originX + reach) / scale;
    const bottom = (clip.bottom - originY + reach) / scale;
    visitRuns(points, chunks, left, top, right, bottom, (from, to) => this.#drawRun(from, to, clip, layer));
  }

  #drawRun(from: number, to: number, clip: Clip, layer: Layer): void {
    const { points, slots, colors, shapes, background } = this.#picture;
    const { x, y } = points;
    const { originX, originY, scale, width } = this.#frame;
    const { left, top, right, bottom } = clip;
    const stamps = this.#rest[layer];
    const own = layer === 'background' ? 1 : 0;
    const pixels = this.#pixels;
    for (let i = from; i < to; i++) {
      const slot = slots[i];
      if (slot === unseen || background[slot] !== own) continue;
      const px = ((x[i] * scale) | 0) + originX;
      const py = ((y[i] * scale) | 0) + originY;
      const stamp = stamps[shapes[slot]];
      const { reach } = stamp;
      if (px - reach >= left && px + reach < right && py - reach >= top && py + reach < bottom)
        pressWhole(pixels, stamp, py * width + px, colors[slot]);
      else pressStamp(pixels, width, stamp, clip, px, py, colors[slot]);
    }
  }

  /** Those of the chunks that these steps draw from; all rings first: around points that touch there is one line, and their colors are seen. */
  drawSelected([first, end]: readonly [number, number], clip: Clip): void {
    const { colors, slots, ring, points, background } = this.#picture;
    const { chunks } = points;
    const isOneLayer = end <= chunks || first >= chunks;
    const from: readonly [number, number] = isOneLayer
      ? [first % chunks, ((end - 1) % chunks) + 1]
      : [0, chunks];
    if (this.#rings.length > 0) this.#pressSelected(from, clip, this.#rings, () => ring);
    const layers = hasLayer(this.#picture, 'background') ? [1, 0] : [0];
    for (const layer of layers)
      this.#pressSelected(from, clip, this.#chosen, (order) => {
        const slot = slots[order];
        return background[slot] === layer ? colors[slot] : undefined;
      });
  }

  #pressSelected(
    [first, end]: readonly [number, number],
    clip: Clip,
    stamps: Stamps,
    /** Undefined = not now. */
    colorOf: (order: number) => number | undefined,
  ): void {
    const { points, slots, shapes, selected } = this.#picture;
    const { originX, originY, scale, width } = this.#frame;
    const until = chunkEnd(points, end - 1);
    for (let k = firstFrom(selected, chunkEnd(points, first - 1)); k < selected.length; k++) {
      const order = selected[k];
      if (order >= until) break;
      const color = colorOf(order);
      if (color === undefined) continue;
      const px = ((points.x[order] * scale) | 0) + originX;
      const py = ((points.y[order] * scale) | 0) + originY;
      pressStamp(this.#pixels, width, stamps[shapes[slots[order]]], clip, px, py, color);
    }
  }
}

function isSameSize(a: Frame, b: Frame): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.scale === b.scale &&
    a.radius === b.radius &&
    a.opacity === b.opacity &&
    a.ringWidth === b.ringWidth
  );
}

/** Moves the pixels of a buffer; what came into view keeps what was there. */
function movePixels(pixels: Uint32Array, width: number, height: number, dx: number, dy: number): void {
  // Rows are one after the other: moved as a whole, each row takes its neighbour's pixels into its new strip.
  const by = dy * width + dx;
  if (by > 0) pixels.copyWithin(by, 0, width * height - by);
  else pixels.copyWithin(0, -by, width * height);
}

/** The one or two parts that came into view when the picture was moved. */
function strips(width: number, height: number, dx: number, dy: number): Clip[] {
  const across = { left: 0, right: width, top: dy > 0 ? 0 : height + dy, bottom: dy > 0 ? dy : height };
  const top = Math.max(0, dy);
  const bottom = Math.min(height, height + dy);
  const beside = { top, bottom, left: dx > 0 ? 0 : width + dx, right: dx > 0 ? dx : width };
  return [...(dy === 0 ? [] : [across]), ...(dx === 0 ? [] : [beside])];
}

function clear(pixels: Uint32Array, width: number, { left, top, right, bottom }: Clip): void {
  for (let y = top; y < bottom; y++) pixels.fill(0, y * width + left, y * width + right);
}
