import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Attempt, Driver, DriverRequest } from './driver.ts';

const labeling = fileURLToPath(new URL('./labelingProcess.ts', import.meta.url));
const relating = fileURLToPath(new URL('./relationsProcess.ts', import.meta.url));

/** A plain node process on `src/dataset`, as the command line is one. Resolves when it is labeling. */
export default function startProcess(request: DriverRequest): Promise<Driver> {
  return start(labeling, request);
}

/** The same that answers which images show the same. */
export function startRelationsProcess(request: DriverRequest): Promise<Driver> {
  return start(relating, request);
}

function start(program: string, { folder, writer, seed }: DriverRequest): Promise<Driver> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, folder, writer, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const attempts: Attempt[] = [];
  const lines = createInterface({ input: child.stdout });
  const ended = new Promise<void>((resolve) => lines.on('close', resolve));
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null) throw new Error(`The labeling process had ended with ${child.exitCode}.`);
    child.kill(signal);
    await Promise.all([gone, ended]);
  };
  return new Promise((resolve, reject) => {
    child.on('exit', (code) =>
      reject(new Error(`The labeling process ended with ${code} before it labeled.`)),
    );
    lines.on('line', (line) => {
      const [word, path = '', label = ''] = JSON.parse(line) as string[];
      if (word === 'ready') resolve({ attempts, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') });
      else if (word === 'tried') attempts.push({ path, label, outcome: 'tried' });
      else if (word === 'acknowledged' || word === 'refused') {
        const last = attempts.length - 1;
        attempts[last] = { ...attempts[last], outcome: word };
      }
    });
  });
}
