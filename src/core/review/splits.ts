import type { Splits } from './check.ts';

/** Folders that say which part of a data set an image belongs to. */
const known: Readonly<Record<string, string>> = {
  train: 'train',
  training: 'train',
  val: 'val',
  valid: 'val',
  validation: 'val',
  dev: 'val',
  test: 'test',
  testing: 'test',
};

/** The splits that folders called train, val, test and the like tell; undefined where fewer than two are there. */
export function splitsOfFolders(names: readonly string[]): Splits | undefined {
  const found = names.map((name) =>
    name
      .split('/')
      .slice(0, -1)
      .map((part) => known[part.toLowerCase()])
      .find((split) => split !== undefined),
  );
  const all = ['train', 'val', 'test'].filter((split) => found.includes(split));
  if (all.length < 2) return undefined;
  return {
    of: Int32Array.from(found, (split) => (split === undefined ? -1 : all.indexOf(split))),
    names: all,
  };
}
