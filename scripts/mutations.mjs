// node scripts/mutations.mjs: plants every fault of test/mutations.json in a copy of the tree, one at a time, runs the test that
// must notice it, and writes test/mutations.md. A fault that nothing notices fails the run.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const faults = JSON.parse(readFileSync(path.join(root, 'test/mutations.json'), 'utf8'));
const copy = mkdtempSync(path.join(tmpdir(), 'next-batch-mutations-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
const left = new Set(['.git', 'node_modules', '.build', 'dist', 'demo'].map((name) => path.join(root, name)));
cpSync(root, copy, {
  recursive: true,
  filter: (from) => !left.has(from) && !from.endsWith('vscode-server/node_modules'),
});
symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));

const rows = [];
let unnoticed = 0;
for (const fault of faults) {
  const file = path.join(copy, fault.file);
  const text = readFileSync(file, 'utf8');
  if (text.split(fault.find).length !== 2) throw new Error(`${fault.file}: expected once: ${fault.find}`);
  const before = test(fault);
  writeFileSync(
    file,
    text.replace(fault.find, () => fault.replace),
  );
  const after = test(fault);
  writeFileSync(file, text);
  const red = before.status === 0 && after.status !== 0;
  if (!red) unnoticed++;
  const name = failedTest(after.output);
  console.log(
    `${red ? 'noticed ' : 'UNNOTICED'} ${fault.fault}${before.status === 0 ? '' : ' (red without the fault)'}: ${name}`,
  );
  rows.push(`| ${fault.fault} | \`${fault.file}\` | ${red ? `\`${fault.test}\`: ${name}` : '**nothing**'} |`);
}

writeFileSync(
  path.join(root, 'test/mutations.md'),
  `# Planted faults\n\nWritten by \`node scripts/mutations.mjs\`, which plants each fault of \`test/mutations.json\` in a copy of the tree and runs the tests.\n\n| fault | in | went red |\n| --- | --- | --- |\n${rows.join('\n')}\n`,
);
process.exit(unnoticed === 0 ? 0 : 1);

function test(fault) {
  const words = ['vitest', 'run', fault.test, ...(fault.name ? ['-t', fault.name] : [])];
  const { status, stdout, stderr } = spawnSync('npx', words, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, output: stdout + stderr };
}

function failedTest(output) {
  const line = output.split('\n').find((text) => text.includes('FAIL ') && text.includes(' > '));
  return line === undefined
    ? '-'
    : line
        .slice(line.indexOf(' > ') + 3)
        .replaceAll('|', '/')
        .trim();
}
