import { readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.ts';

// The built file lies in dist, beside the worker; media and package.json lie beside dist.
const root = path.join(__dirname, '..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const controller = new AbortController();

/** The first Ctrl+C cancels and lets what is half written be finished; the second one ends at once. */
function onSignal(): void {
  if (controller.signal.aborted) process.exit(130);
  controller.abort();
  process.stderr.write('\nCancelling ... (press Ctrl+C again to stop at once)\n');
}
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', () => process.exit(0));

void run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  signal: controller.signal,
  directory: process.cwd(),
  workerFile: path.join(__dirname, 'worker.js'),
  mediaFolder: path.join(root, 'media'),
  version,
}).then((code) => {
  process.exitCode = code;
});
