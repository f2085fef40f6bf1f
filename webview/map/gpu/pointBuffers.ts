import type { Program } from './program.ts';

/** Places and slots of points in the memory of the GPU. */
export class PointBuffers {
  readonly array: WebGLVertexArrayObject | null;
  readonly #gl: WebGL2RenderingContext;
  readonly #place: WebGLBuffer;
  readonly #slot: WebGLBuffer;

  /** `perInstance`: each point is drawn by several vertices, one after the other. */
  constructor(gl: WebGL2RenderingContext, { place, slot }: Program, perInstance: boolean) {
    this.#gl = gl;
    this.array = gl.createVertexArray();
    this.#place = gl.createBuffer();
    this.#slot = gl.createBuffer();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#place);
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, 2, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#slot);
    gl.enableVertexAttribArray(slot);
    gl.vertexAttribIPointer(slot, 1, gl.UNSIGNED_SHORT, 0, 0);
    if (!perInstance) return;
    gl.vertexAttribDivisor(place, 1);
    gl.vertexAttribDivisor(slot, 1);
  }

  setPlaces(x: Float32Array, y: Float32Array): void {
    const places = new Float32Array(2 * x.length);
    for (let i = 0; i < x.length; i++) {
      places[2 * i] = x[i];
      places[2 * i + 1] = y[i];
    }
    this.#fill(this.#place, places);
  }

  setSlots(slots: Uint16Array): void {
    this.#fill(this.#slot, slots);
  }

  #fill(buffer: WebGLBuffer, data: AllowSharedBufferSource): void {
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
  }
}
