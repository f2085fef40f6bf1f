/** A file that breaks a wall, and what the tool that holds the wall must say about it. */
interface WallFault {
  readonly name: string;
  readonly file: string;
  readonly code: string;
  readonly tool: 'tsc' | 'biome';
  readonly says: string;
}

export const wallFaults: readonly WallFault[] = [
  {
    name: 'core reads a file',
    file: 'src/core/planted/nodeFs.ts',
    code: "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
    tool: 'tsc',
    says: 'TS2591',
  },
  {
    name: 'core touches the window',
    file: 'src/core/planted/window.ts',
    code: 'export const planted = window;\n',
    tool: 'tsc',
    says: "Cannot find name 'window'",
  },
  {
    name: 'core imports a room above it',
    file: 'src/core/planted/dataset.ts',
    code: "export type { Act as Planted } from '../../dataset/types.ts';\n",
    tool: 'tsc',
    says: 'TS6307',
  },
  {
    name: 'core speaks to VS Code',
    file: 'src/core/planted/vscode.ts',
    code: "import * as vscode from 'vscode';\nexport const planted = vscode;\n",
    tool: 'biome',
    says: 'noRestrictedImports',
  },
  {
    name: 'core knows a type of VS Code',
    file: 'src/core/planted/vscodeType.ts',
    code: "import type { Uri } from 'vscode';\nexport type Planted = Uri;\n",
    tool: 'biome',
    says: 'noRestrictedImports',
  },
  {
    name: 'core runs native code',
    file: 'src/core/planted/native.ts',
    code: "import * as ort from 'onnxruntime-node';\nexport const planted = ort;\n",
    tool: 'biome',
    says: 'noRestrictedImports',
  },
  {
    name: 'protocol knows the files of a dataset',
    file: 'src/protocol/planted/dataset.ts',
    code: "export type { Act as Planted } from '../../dataset/types.ts';\n",
    tool: 'tsc',
    says: 'TS6307',
  },
  {
    name: 'dataset knows the engine',
    file: 'src/dataset/planted/engine.ts',
    code: "export * from '../../engine/engine.ts';\n",
    tool: 'tsc',
    says: 'TS6307',
  },
  {
    name: 'the engine speaks to VS Code',
    file: 'src/engine/planted/vscode.ts',
    code: "import * as vscode from 'vscode';\nexport const planted = vscode;\n",
    tool: 'biome',
    says: 'noRestrictedImports',
  },
  {
    name: 'the command line speaks to VS Code',
    file: 'src/cli/planted/vscode.ts',
    code: "import * as vscode from 'vscode';\nexport const planted = vscode;\n",
    tool: 'biome',
    says: 'noRestrictedImports',
  },
  {
    name: 'the command line imports the extension',
    file: 'src/cli/planted/extension.ts',
    code: "export * from '../../extension/extension.ts';\n",
    tool: 'tsc',
    says: 'TS6307',
  },
  {
    name: 'the extension chooses by itself',
    file: 'src/extension/planted/selectors.ts',
    code: "import { selectors } from '../../core/selectors/registry.ts';\nexport const planted = selectors;\n",
    tool: 'biome',
    says: 'noRestrictedImports',
  },
  {
    name: 'the extension runs the engine in its own process',
    file: 'src/extension/planted/engine.ts',
    code: "export * from '../../engine/engine.ts';\n",
    tool: 'biome',
    says: 'noRestrictedImports',
  },
  {
    name: 'the extension loads a native module',
    file: 'src/extension/planted/native.ts',
    code: "import sharp from 'sharp';\nexport const planted = sharp;\n",
    tool: 'biome',
    says: 'noRestrictedImports',
  },
  {
    name: 'the webview uses Node',
    file: 'webview/planted/node.ts',
    code: "import { join } from 'node:path';\nexport const planted = join;\n",
    tool: 'tsc',
    says: 'TS2591',
  },
  {
    name: 'the webview uses Node, for the linter too',
    file: 'webview/planted/node.ts',
    code: "import { join } from 'node:path';\nexport const planted = join;\n",
    tool: 'biome',
    says: 'noNodejsModules',
  },
  {
    // Not the engine, whose declarations would bring the types of Node, and hide the fault above.
    name: 'the webview knows the files of a dataset',
    file: 'webview/planted/dataset.ts',
    code: "export type { Act as Planted } from '../../src/dataset/types.ts';\n",
    tool: 'tsc',
    says: 'TS6307',
  },
  {
    name: 'a second file knows the widget library',
    file: 'webview/planted/widgets.ts',
    code: "import '@vscode-elements/elements/dist/vscode-button/index.js';\n",
    tool: 'biome',
    says: 'noRestrictedImports',
  },
  {
    name: 'the widget library by its main name',
    file: 'webview/planted/allWidgets.ts',
    code: "import '@vscode-elements/elements';\n",
    tool: 'biome',
    says: 'noRestrictedImports',
  },
  {
    name: 'two files import each other',
    file: 'src/core/planted/cycleA.ts',
    code: "import { b } from './cycleB.ts';\nexport const a = (): unknown => b;\n",
    tool: 'biome',
    says: 'noImportCycles',
  },
];

/** What `cycleA.ts` imports. */
export const otherHalf = {
  file: 'src/core/planted/cycleB.ts',
  code: "import { a } from './cycleA.ts';\nexport const b = (): unknown => a;\n",
};
