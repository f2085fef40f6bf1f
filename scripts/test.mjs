// npm test [-- part …]: installs what is missing, builds, and runs every part of the tests, one after the other.
// The last line is `N passed, N failed`, over all parts. Imports only node:*, because it runs before anything is there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from '../test/e2e/chromium.mjs';
import { ensureServer, serverUnsupported } from '../test/e2e/server.mjs';
import { ensureBuilt, ensureInstalled, requireNode } from './setup.mjs';
import { parts } from './test/parts.mjs';
import { runPart } from './test/runPart.mjs';

requireNode();
process.env.ONNXRUNTIME_NODE_INSTALL = 'skip';
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const started = Date.now();
const say = (line) => console.log(`[${seconds(started)} s] ${line}`);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no part ${unknown.join(', ')}; there are ${parts.map((part) => part.name).join(', ')}.`,
  );
  process.exit(2);
}
// All temporary files of all parts lie in one folder, which goes with us. A short name: sockets in it have long ones.
const scratch = mkdtempSync(path.join(tmpdir(), 'nb-'));
for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = scratch;
process.on('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));

const chosen = parts.filter((part) => asked.length === 0 || asked.includes(part.name));

await ensureInstalled(root, { say });
// What only the parts inside VS Code need is installed while the others run.
const ready = {
  build: settled(ensureBuilt(root, { say })),
  vscode: settled(chosen.some((part) => part.needs.includes('vscode')) ? installVscode() : Promise.resolve()),
};

const results = [];
const told = new Set();
for (const part of chosen) {
  say(`== ${part.name}: ${part.title}`);
  const began = Date.now();
  const reasons = (await Promise.all(part.needs.map((need) => ready[need]))).filter(
    (error) => error !== undefined,
  );
  for (const error of reasons)
    console.log(told.has(error) ? 'FAIL for the same reason' : `FAIL ${error.message}`);
  for (const error of reasons) told.add(error);
  const counts = reasons.length > 0 ? { passed: 0, failed: 1, skipped: 0 } : await runPart(root, part);
  results.push({ name: part.name, ...counts, seconds: seconds(began) });
}

console.log('');
for (const { name, passed, failed, skipped, seconds } of results)
  console.log(`${name.padEnd(12)} ${describe(passed, failed, skipped).padEnd(40)} ${seconds} s`);
const total = (kind) => results.reduce((sum, result) => sum + result[kind], 0);
say('done');
console.log(describe(total('passed'), total('failed'), total('skipped')));
process.exit(total('failed') === 0 && total('passed') > 0 ? 0 : 1);

async function installVscode() {
  if (serverUnsupported() !== undefined) return;
  await Promise.all([ensureServer({ say }), ensureChromium({ say })]);
}

/** Resolves with the error, if any: a part that needs it reports it. */
function settled(promise) {
  return promise.then(
    () => undefined,
    (error) => error,
  );
}

function describe(passed, failed, skipped) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1);
}
