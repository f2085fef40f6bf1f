/** Libraries of file formats, which hardly anybody needs, and of the lock: they are no part of what VS Code loads first. */
const libraries = ['hyparquet', 'hyparquet-compressors', 'hyparquet-writer', 'image-size', 'proper-lockfile'];

/** One file per library below `dist/libraries`. */
export const libraryEntries = Object.fromEntries(libraries.map((name) => [`libraries/${name}`, name]));

/** A plugin for the bundle of the extension: a library that is imported when it is needed is read from its own file then. */
export const librariesBeside = {
  name: 'libraries-beside',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${libraries.join('|')})$`) }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: `./libraries/${path}.js`, external: true } : undefined,
    );
  },
};
