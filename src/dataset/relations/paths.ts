/** Paths as numbers, in the order in which they came up. */
export class Paths {
  readonly #paths: string[] = [];
  readonly #nodes = new Map<string, number>();
  /** Nodes by a name that the image had before. */
  readonly #formerly = new Map<string, number>();
  #pool: { readonly rows: ReadonlyMap<string, number>; readonly of: number[] } | undefined;
  #renames = 0;

  get size(): number {
    return this.#paths.length;
  }

  /** Another number with every rename. */
  get renames(): number {
    return this.#renames;
  }

  intern(path: string): number {
    const known = this.#nodes.get(path);
    if (known !== undefined) return known;
    const node = this.#paths.push(path) - 1;
    this.#nodes.set(path, node);
    return node;
  }

  find(path: string): number | undefined {
    return this.#nodes.get(path);
  }

  /** The node of an image by its name, or by one that it had before. */
  known(path: string): number | undefined {
    return this.#nodes.get(path) ?? this.#formerly.get(path);
  }

  of(node: number): string {
    return this.#paths[node];
  }

  /** The row of each node in a pool, -1 = it is not in it; looked up once per pool. */
  rowsIn(rows: ReadonlyMap<string, number>): readonly number[] {
    if (this.#pool?.rows !== rows) this.#pool = { rows, of: [] };
    const { of } = this.#pool;
    for (let node = of.length; node < this.#paths.length; node++) of.push(rows.get(this.#paths[node]) ?? -1);
    return of;
  }

  /** The image goes by another name; its number stays. What had the new name before loses it. */
  rename(from: string, to: string): number | undefined {
    const node = this.#nodes.get(from);
    if (node === undefined) return undefined;
    this.#nodes.delete(from);
    this.#formerly.set(from, node);
    this.#nodes.set(to, node);
    this.#paths[node] = to;
    this.#pool = undefined;
    this.#renames++;
    return node;
  }
}
