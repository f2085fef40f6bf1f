import path from 'node:path';
import type { FileSystem } from './files/fileSystem.ts';

const parallel = 32;

/** Those of `paths` (names in labels.csv) whose file is gone, in their order. */
export async function missingFiles(
  files: Pick<FileSystem, 'stat'>,
  home: string,
  paths: readonly string[],
): Promise<string[]> {
  const isGone = new Set<string>();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let name = paths[next++]; name !== undefined; name = paths[next++]) {
      const exists = await files.stat(path.resolve(home, name)).then(
        () => true,
        () => false,
      );
      if (!exists) isGone.add(name);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return paths.filter((name) => isGone.has(name));
}
