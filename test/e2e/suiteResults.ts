import { existsSync, readFileSync, statSync } from 'node:fs';

interface ResultLine {
  readonly kind: 'passed' | 'failed' | 'skipped' | 'end';
  readonly name?: string;
  readonly ms?: number;
  readonly error?: string;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Prints the results that a suite in VS Code wrote so far and counts them. A suite that did not end has failed. */
export function printResults(file: string): Counts {
  const lines = readLines(file);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const line of lines) {
    if (line.kind === 'end') continue;
    counts[line.kind]++;
    const mark = { passed: 'ok  ', failed: 'FAIL', skipped: 'skip' }[line.kind];
    console.log(`${mark} ${line.name}${line.ms === undefined ? '' : ` ${line.ms} ms`}`);
    if (line.error !== undefined) console.log(line.error.replaceAll(/^/gm, '     '));
  }
  if (!lines.some((line) => line.kind === 'end')) {
    console.log('FAIL the suite in VS Code did not come to its end');
    counts.failed++;
  }
  return counts;
}

/** A VS Code that reports nothing new for this long hangs. */
const patience = Number(process.env.NEXT_BATCH_TEST_PATIENCE_MS ?? 90_000);

/** Rejects when the file of results has not grown for `patience`. */
export function stalled(file: string): Promise<never> {
  return new Promise((_, reject) => {
    let size = 0;
    let news = Date.now();
    const timer = setInterval(() => {
      const now = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (now !== size) news = Date.now();
      size = now;
      if (Date.now() - news < patience) return;
      clearInterval(timer);
      reject(new Error(`VS Code reported nothing for ${patience / 1000} s: it hangs.`));
    }, 500).unref();
  });
}

function readLines(file: string): ResultLine[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): ResultLine => JSON.parse(line));
}
