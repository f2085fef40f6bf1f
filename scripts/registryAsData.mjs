import { resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * A plugin for the bundle of the extension, which offers strategies and runs none: of the registry it gets what describes
 * them (name, summary, needs, parameters), and no algorithm.
 */
export const registryAsData = {
  name: 'registry-as-data',
  setup({ onLoad }) {
    onLoad({ filter: /core[\\/]selectors[\\/]registry\.ts$/ }, async ({ path }) => {
      const { code, files } = await bundled(path);
      const { selectors } = await import(`data:text/javascript;base64,${code}`);
      // Functions have no JSON: they are what is left out.
      const contents = `
        export const selectors = ${JSON.stringify(selectors)};
        export const selectorIds = selectors.map(({ id }) => id);`;
      return { contents, loader: 'js', watchFiles: files };
    });
  },
};

/** The file and all it imports as one module in base64. */
async function bundled(file) {
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    metafile: true,
    logLevel: 'warning',
  });
  return {
    code: Buffer.from(outputFiles[0].contents).toString('base64'),
    files: Object.keys(metafile.inputs).map((name) => resolve(name)),
  };
}
