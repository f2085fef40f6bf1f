import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** Runs the suite inside VS Code: what `extensionTestsPath` points to, in the server and on the desktop alike. */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 30_000, reporter: LineReporter });
  for (const name of readdirSync(__dirname).sort())
    if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  return new Promise((resolve, reject) => {
    mocha.run((failures) => {
      write({ kind: 'end' });
      if (failures > 0) reject(new Error(`${failures} failed`));
      else resolve();
    });
  });
}

/**
 * Appends each result as a JSON line to the file named by NEXT_BATCH_RESULTS, so that whoever started VS Code sees
 * progress, and keeps what was found when it hangs.
 */
class LineReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('pass', (test) => write({ kind: 'passed', name: test.fullTitle(), ms: test.duration ?? 0 }));
    runner.on('pending', (test) => write({ kind: 'skipped', name: test.fullTitle() }));
    runner.on('fail', (test, error: Error) =>
      write({ kind: 'failed', name: test.fullTitle(), error: error.stack ?? String(error) }),
    );
  }
}

function write(line: object): void {
  const file = process.env.NEXT_BATCH_RESULTS;
  if (file === undefined) throw new Error('NEXT_BATCH_RESULTS names no file.');
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
