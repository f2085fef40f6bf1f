import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runProcess } from './runProcess.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Runs one part and counts. A part that runs no test has failed: a check must not be green because it read nothing.
 * @param {string} root
 * @param {import('./parts.mjs').Part} part
 * @returns {Promise<Counts>}
 */
export async function runPart(root, part) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const words of part.commands) {
    const found = await counters[part.counts](root, part, words);
    counts.passed += found.passed;
    counts.failed += found.failed;
    counts.skipped += found.skipped;
  }
  if (counts.passed + counts.failed + counts.skipped > 0) return counts;
  console.log(`FAIL ${part.name} ran no test`);
  return { ...counts, failed: 1 };
}

/** @type {Record<import('./parts.mjs').Part['counts'], (root: string, part: import('./parts.mjs').Part, words: readonly string[]) => Promise<Counts>>} */
const counters = {
  async each(root, part, words) {
    const name = words.map((word) => path.basename(word)).join(' ');
    const { code, output } = await runProcess(root, words, { limit: part.limit, quiet: true });
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}`);
    if (code !== 0 || part.name === 'package') console.log(output.trim().split('\n').slice(-150).join('\n'));
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  },

  async vitest(root, part, words) {
    const file = path.join(root, `.build/results/${part.name}.json`);
    mkdirSync(path.dirname(file), { recursive: true });
    rmSync(file, { force: true });
    const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { code } = await runProcess(root, [...words, ...reports], { limit: part.limit });
    const { names, ...counts } = readVitest(file);
    for (const name of names) console.log(`FAIL ${name}`);
    return complete(code, counts);
  },

  async lastLine(root, part, words) {
    const { code, output } = await runProcess(root, words, { limit: part.limit });
    const last = output.trimEnd().split('\n').at(-1) ?? '';
    const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last);
    const [passed, failed, skipped] = (found ?? []).slice(1).map((count) => Number(count ?? 0));
    return complete(code, { passed: passed ?? 0, failed: failed ?? 0, skipped: skipped ?? 0 });
  },
};

/** A command that ends badly has a failure even if it counted none: a file that did not load, a time limit. */
function complete(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function readVitest(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const skipped = report.numPendingTests + report.numTodoTests;
    const names = report.testResults
      .flatMap((result) => result.assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName);
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped, names };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, names: ['vitest wrote no report'] };
  }
}
