/** Paths as numbers, in the order in which they came up. */
export class Paths {
  readonly #paths: string[] = [];
  readonly #nodes = new Map<string, number>();

  get size(): number {
    return this.#paths.length;
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

  of(node: number): string {
    return this.#paths[node];
  }

  /** The image goes by another name; its number stays. What had the new name before loses it. */
  rename(from: string, to: string): number | undefined {
    const node = this.#nodes.get(from);
    if (node === undefined) return undefined;
    this.#nodes.delete(from);
    this.#nodes.set(to, node);
    this.#paths[node] = to;
    return node;
  }
}
