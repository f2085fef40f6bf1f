/**
 * A closed line made ready to be asked, for very many points, whether they lie inside: its edges sorted by the pixel
 * rows that they cross. Inside means that a ray to the right crosses an odd number of edges.
 */
export class Polygon {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly #firstRow: number;
  /** Edges as x1, y1, x2, y2; by row, where its edges begin in `#edges`. */
  readonly #starts: Uint32Array;
  readonly #edges: Float64Array;

  /** Corners in CSS pixels: x0, y0, x1, y1, ... */
  constructor(corners: ArrayLike<number>) {
    const xs = Array.from({ length: corners.length >> 1 }, (_, i) => corners[2 * i]);
    const ys = Array.from({ length: corners.length >> 1 }, (_, i) => corners[2 * i + 1]);
    this.left = least(xs);
    this.right = -least(xs.map((x) => -x));
    this.top = least(ys);
    this.bottom = -least(ys.map((y) => -y));
    this.#firstRow = Math.floor(this.top);
    const rows = xs.length === 0 ? 0 : Math.floor(this.bottom) - this.#firstRow + 1;
    const byRow: number[][] = Array.from({ length: rows }, () => []);
    for (let i = 0; i < xs.length; i++) {
      const j = (i + 1) % xs.length;
      const from = Math.floor(Math.min(ys[i], ys[j])) - this.#firstRow;
      const to = Math.floor(Math.max(ys[i], ys[j])) - this.#firstRow;
      for (let row = from; row <= to; row++) byRow[row].push(xs[i], ys[i], xs[j], ys[j]);
    }
    this.#starts = new Uint32Array(rows + 1);
    for (let row = 0; row < rows; row++) this.#starts[row + 1] = this.#starts[row] + byRow[row].length;
    this.#edges = new Float64Array(this.#starts[rows] ?? 0);
    for (const [row, edges] of byRow.entries()) this.#edges.set(edges, this.#starts[row]);
  }

  holds(x: number, y: number): boolean {
    if (!(x >= this.left && x <= this.right && y >= this.top && y <= this.bottom)) return false;
    const row = Math.floor(y) - this.#firstRow;
    const edges = this.#edges;
    let isInside = false;
    for (let i = this.#starts[row]; i < this.#starts[row + 1]; i += 4) {
      const y1 = edges[i + 1];
      const y2 = edges[i + 3];
      if (y1 > y === y2 > y) continue;
      if (x < edges[i] + ((y - y1) / (y2 - y1)) * (edges[i + 2] - edges[i])) isInside = !isInside;
    }
    return isInside;
  }
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}
