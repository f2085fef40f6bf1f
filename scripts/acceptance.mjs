// npm run acceptance [-- topic …]: runs the scripts under test/acceptance (with --bench: test/bench) in turn and keeps
// their JSON lines in docs/measurements/<topic>.jsonl.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ensureInstalled } from './setup.mjs';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const words = process.argv.slice(2);
const bench = words.includes('--bench');
const asked = words.filter((word) => !word.startsWith('--'));
const folder = path.join(root, 'test', bench ? 'bench' : 'acceptance');
const topics = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3))
  .sort();
const unknown = asked.filter((topic) => !topics.includes(topic));
if (unknown.length > 0) {
  console.error(`There is no topic ${unknown.join(', ')}; there are ${topics.join(', ')}.`);
  process.exit(2);
}

await ensureInstalled(root, { say: console.error });
await ensureBuilt(root, { say: console.error });
mkdirSync(path.join(root, 'docs/measurements'), { recursive: true });

let failed = 0;
for (const topic of topics.filter((name) => asked.length === 0 || asked.includes(name))) {
  console.error(`== ${topic}`);
  const { code, lines } = await run(topic);
  const measured = lines.filter((line) => line.startsWith('{"item"'));
  if (measured.length > 0)
    writeFileSync(path.join(root, `docs/measurements/${topic}.jsonl`), `${measured.join('\n')}\n`);
  if (code !== 0 || measured.length === 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);

/** A benchmark is bundled as the product is: a loader's own helpers would be measured with it. */
async function wordsFor(topic) {
  const file = path.join(folder, `${topic}.ts`);
  if (!bench) return ['--import', 'tsx', '--import', './test/support/withoutVscode.mjs', file];
  const { build } = await import('esbuild');
  const outfile = path.join(root, `.build/bench/${topic}.cjs`);
  await build({
    entryPoints: [file],
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile,
    logLevel: 'error',
  });
  return [outfile];
}

async function run(topic) {
  const words = await wordsFor(topic);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      process.stdout.write(chunk);
    });
    child.on('close', (code) => resolve({ code, lines: text.split('\n') }));
  });
}
