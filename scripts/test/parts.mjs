// THE LIST of what `npm test` runs, in order.
const target = `${process.platform}-${process.arch}`;
const vsix = `.build/vsix/next-batch-${target}.vsix`;
const bin = (name) => `node_modules/${name}`;
const inVscode = ['build', 'vscode'];

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} title
 * @property {readonly ('build' | 'vscode')[]} needs
 * @property {number} limit seconds; a command that runs longer has failed
 * @property {'each' | 'vitest' | 'lastLine'} counts how passed and failed are counted: every command is one test, or
 *   vitest's report, or the last line of the output
 * @property {readonly (readonly string[])[]} commands words for this Node
 */

/** @type {readonly Part[]} */
export const parts = [
  {
    name: 'checks',
    title: 'format and walls (biome), types (tsc), dead code (knip), manifest drift',
    needs: [],
    limit: 180,
    counts: 'each',
    commands: [
      [bin('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '.'],
      [bin('typescript/bin/tsc'), '-b', '--pretty', 'false'],
      [bin('knip/bin/knip.js')],
      ['scripts/contributes.mjs', '--check'],
      ['scripts/strategies.mjs', '--check'],
      ['scripts/keys.mjs', '--check'],
      ['scripts/l10n.mjs', '--check'],
    ],
  },
  {
    name: 'unit',
    title: 'everything that needs no VS Code (vitest)',
    needs: ['build'],
    limit: 600,
    counts: 'vitest',
    commands: [[bin('vitest/vitest.mjs'), 'run']],
  },
  {
    name: 'host',
    title: 'in the extension host of a real VS Code, from source',
    needs: inVscode,
    limit: 300,
    counts: 'lastLine',
    commands: [['--import', 'tsx', 'test/e2e/hostSuite.ts', 'source']],
  },
  {
    name: 'drive',
    title: 'a person at the keyboard of a real VS Code, from source',
    needs: inVscode,
    limit: 420,
    counts: 'lastLine',
    commands: [['--import', 'tsx', 'test/e2e/drive.ts', 'source']],
  },
  {
    name: 'package',
    title: `the packaged extension for ${target}`,
    needs: ['build'],
    limit: 180,
    counts: 'each',
    commands: [
      ['scripts/package-target.mjs', target],
      ['--import', 'tsx', 'test/e2e/packageCheck.ts', vsix],
    ],
  },
  {
    name: 'host-vsix',
    title: 'in the extension host of a real VS Code, the packaged extension',
    needs: inVscode,
    limit: 300,
    counts: 'lastLine',
    commands: [['--import', 'tsx', 'test/e2e/hostSuite.ts', vsix]],
  },
  {
    name: 'drive-vsix',
    title: 'a person at the keyboard of a real VS Code, the packaged extension',
    needs: inVscode,
    limit: 420,
    counts: 'lastLine',
    commands: [['--import', 'tsx', 'test/e2e/drive.ts', vsix]],
  },
];
