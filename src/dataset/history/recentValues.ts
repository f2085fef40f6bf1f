import type { Value } from './unit.ts';

/** The values that paths had since labels.csv was last known to hold them, the oldest first, without the present one. */
export class RecentValues {
  #values: { readonly line: number; readonly path: string; readonly value: Value }[] = [];

  get hasAny(): boolean {
    return this.#values.length > 0;
  }

  /** A path had this value until the line with this number. */
  add(line: number, path: string, value: Value): void {
    this.#values.push({ line, path, value });
  }

  /** labels.csv holds what the first `lines` lines say. */
  saved(lines: number): void {
    this.#values = this.#values.filter(({ line }) => line >= lines);
  }

  /** What labels.csv says of these paths was taken over. */
  adopted(paths: ReadonlySet<string>): void {
    this.#values = this.#values.filter(({ path }) => !paths.has(path));
  }

  /** The values each path had; a path that did not change is absent. */
  byPath(): ReadonlyMap<string, readonly Value[]> {
    const values = new Map<string, Value[]>();
    for (const { path, value } of this.#values) {
      const list = values.get(path);
      if (list === undefined) values.set(path, [value]);
      else list.push(value);
    }
    return values;
  }
}
