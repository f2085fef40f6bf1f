import { relative, resolve } from 'node:path';

/**
 * Hardly anybody needs these at once, so they are no part of what VS Code loads first: our formats, commands that are seldom
 * used, globs, the listing of a folder (which has a thread of its own), the libraries of files, and that of the lock.
 */
const own = {
  formats: 'src/dataset/formats/library.ts',
  imageFilter: 'src/dataset/imageFilter.ts',
  rarelyUsed: 'src/extension/rarelyUsed.ts',
  walk: 'src/dataset/listing/walk.ts',
};
const packages = ['hyparquet', 'hyparquet-compressors', 'hyparquet-writer', 'image-size', 'proper-lockfile'];

/** One file each below `dist/libraries`. */
export const libraryEntries = {
  ...Object.fromEntries(Object.entries(own).map(([name, file]) => [`libraries/${name}`, file])),
  ...Object.fromEntries(packages.map((name) => [`libraries/${name}`, name])),
};

/**
 * A plugin for bundles that read such a file when they need it. What is imported when needed is required then: VS Code loads
 * an extension as CommonJS. `folder`: where the libraries lie, seen from the bundle.
 */
export const librariesBeside = (folder) => ({
  name: 'libraries-beside',
  setup({ initialOptions, onResolve }) {
    initialOptions.supported = { 'dynamic-import': false };
    const beside = (name) => ({ path: `${folder}/${name}.js`, external: true });
    onResolve({ filter: new RegExp(`^(${packages.join('|')})$`) }, ({ path, kind }) =>
      kind === 'dynamic-import' ? beside(path) : undefined,
    );
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = relative('.', resolve(resolveDir, path)).replaceAll('\\', '/');
      const found = Object.entries(own).find(([, source]) => source === file);
      return found && beside(found[0]);
    });
  },
});
