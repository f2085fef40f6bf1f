import { maskOf, shapeCount } from '../drawing/masks.ts';
import {
  type Frame,
  hasLayer,
  type Picture,
  type Renderer,
  restOpacity,
  restRadius,
} from '../drawing/picture.ts';
import { PointBuffers } from './pointBuffers.ts';
import { compile, type Program } from './program.ts';

const paletteWidth = 1024;
/** As the shaders number them. */
const layers = { front: 0, background: 1, both: 2 };

/** Draws all points in each frame by the GPU; the same pixels as without one, up to rounding. */
export class WebglRenderer implements Renderer {
  readonly canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #program: Program;
  readonly #all: PointBuffers;
  readonly #selected: PointBuffers;
  readonly #palette: WebGLTexture;
  readonly #masks: WebGLTexture;
  #picture: Picture | undefined;
  #masksOf = '';

  /** Throws where the driver refuses; made anew when a lost context is there again. */
  constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext) {
    this.canvas = canvas;
    this.#gl = gl;
    this.#program = compile(gl);
    this.#all = new PointBuffers(gl, this.#program, false);
    this.#selected = new PointBuffers(gl, this.#program, true);
    this.#palette = gl.createTexture();
    this.#masks = gl.createTexture();
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  }

  draw(picture: Picture, frame: Frame): number {
    const gl = this.#gl;
    const { width, height, ringWidth } = frame;
    if (this.canvas.width !== width || this.canvas.height !== height)
      Object.assign(this.canvas, { width, height });
    if (this.#picture !== picture) this.#setPicture(picture);
    const [side, ringSide, smallSide] = this.#setMasks(frame);
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const { program, at } = this.#program;
    gl.useProgram(program);
    gl.uniform2f(at.origin, frame.originX, frame.originY);
    gl.uniform1f(at.scale, frame.scale);
    gl.uniform2f(at.size, width, height);
    gl.uniform3f(at.ring, ...channels(picture.ring));
    gl.uniform1i(at.palette, 0);
    gl.uniform1i(at.masks, 1);
    gl.uniform1i(at.shown, 0);
    gl.bindVertexArray(this.#all.array);
    for (const layer of ['background', 'front'] as const) {
      const isBehind = layer === 'background';
      gl.uniform2f(at.sides, isBehind ? smallSide : side, ringSide);
      gl.uniform2f(at.tops, isBehind ? side + ringSide : 0, side);
      if (!hasLayer(picture, layer)) continue;
      gl.uniform1f(at.opacity, restOpacity(picture, frame, layer));
      gl.uniform1i(at.layer, layers[layer]);
      gl.drawArrays(gl.POINTS, 0, picture.points.count);
    }
    this.#drawSelected(picture, ringWidth);
    return picture.seen.length;
  }

  dispose(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  /** Each of them is two vertices: its ring, and itself. All rings first, as without a GPU. */
  #drawSelected(picture: Picture, ringWidth: number): void {
    const { selected } = picture;
    if (selected.length === 0) return;
    const gl = this.#gl;
    const { at } = this.#program;
    gl.uniform1f(at.opacity, 1);
    gl.uniform1i(at.shown, 1);
    gl.bindVertexArray(this.#selected.array);
    gl.uniform1i(at.layer, layers.both);
    if (ringWidth > 0) gl.drawArraysInstanced(gl.POINTS, 0, 1, selected.length);
    for (const layer of ['background', 'front'] as const) {
      if (!hasLayer(picture, layer)) continue;
      gl.uniform1i(at.layer, layers[layer]);
      gl.drawArraysInstanced(gl.POINTS, 1, 1, selected.length);
    }
  }

  #setPicture(picture: Picture): void {
    const before = this.#picture;
    const { points, slots, selected, colors } = picture;
    this.#picture = picture;
    if (before?.points !== points) this.#all.setPlaces(points.x, points.y);
    if (before?.slots !== slots) this.#all.setSlots(slots);
    this.#selected.setPlaces(
      Float32Array.from(selected, (order) => points.x[order]),
      Float32Array.from(selected, (order) => points.y[order]),
    );
    this.#selected.setSlots(Uint16Array.from(selected, (order) => slots[order]));
    if (before?.colors !== colors) this.#setPalette(picture);
  }

  #setPalette({ colors, shapes, background }: Picture): void {
    const gl = this.#gl;
    const height = Math.max(1, Math.ceil(colors.length / paletteWidth));
    const looks = new Uint32Array(paletteWidth * height);
    for (let slot = 0; slot < colors.length; slot++)
      looks[slot] = colors[slot] | (shapes[slot] << 24) | (background[slot] << 31);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.#palette);
    const bytes = new Uint8Array(looks.buffer);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, paletteWidth, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    exactTexels(gl);
  }

  /** The masks of all shapes side by side, those of the rings and of the background below; returns the side of each square. */
  #setMasks(frame: Frame): [side: number, ringSide: number, smallSide: number] {
    const { radius, ringWidth } = frame;
    const rows = [radius, radius + ringWidth, restRadius(frame, 'background')].map((size) =>
      Array.from({ length: shapeCount }, (_, shape) => maskOf(shape, size)),
    );
    const [side, ringSide, smallSide] = rows.map((masks) => 2 * masks[0].reach + 1);
    const key = `${radius} ${ringWidth}`;
    if (key === this.#masksOf) return [side, ringSide, smallSide];
    this.#masksOf = key;
    const width = shapeCount * ringSide;
    const texels = new Uint8Array(width * (side + ringSide + smallSide));
    let top = 0;
    for (const masks of rows) {
      const length = 2 * masks[0].reach + 1;
      for (const [shape, { square }] of masks.entries())
        for (let y = 0; y < length; y++)
          texels.set(square.subarray(y * length, (y + 1) * length), (top + y) * width + shape * length);
      top += length;
    }
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, this.#masks);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, width, top, 0, gl.RED, gl.UNSIGNED_BYTE, texels);
    exactTexels(gl);
    return [side, ringSide, smallSide];
  }
}

/** The bound texture is read texel by texel. */
function exactTexels(gl: WebGL2RenderingContext): void {
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
}

function channels(color: number): [red: number, green: number, blue: number] {
  return [(color & 255) / 255, ((color >> 8) & 255) / 255, ((color >> 16) & 255) / 255];
}
