// Writes docs/strategies.md from the registry of strategies and what was measured; --check fails where it differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { importTypeScript, root } from './importTypeScript.mjs';
import { strategiesDocument } from './strategies/document.mjs';

const file = `${root}docs/strategies.md`;

/** The lines that `npm run acceptance` kept; none where that was not run. */
function measurements(topic) {
  const kept = `${root}docs/measurements/${topic}.jsonl`;
  if (!existsSync(kept)) return [];
  return readFileSync(kept, 'utf8').trimEnd().split('\n').map(JSON.parse);
}

const { selectors } = await importTypeScript("export { selectors } from './src/core/selectors/registry.ts';");
const after = strategiesDocument(selectors, {
  accuracies: measurements('anchors'),
  times: measurements('selectorTime'),
});

if (!process.argv.includes('--check')) {
  writeFileSync(file, after);
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== after) {
  console.error('docs/strategies.md differs from the strategies and measurements; run "npm run fix".');
  process.exit(1);
}
