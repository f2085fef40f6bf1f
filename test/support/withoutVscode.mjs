// `--import` this to run parts of the shell outside of VS Code: they get what `vscode.ts` beside it has.
import Module from 'node:module';
import { fileURLToPath } from 'node:url';

const stand = fileURLToPath(new URL('vscode.ts', import.meta.url));
const loader = /** @type {{ _resolveFilename: (request: string, ...rest: unknown[]) => string }} */ (
  /** @type {unknown} */ (Module)
);
const resolve = loader._resolveFilename;
loader._resolveFilename = (request, ...rest) =>
  resolve.call(loader, request === 'vscode' ? stand : request, ...rest);
