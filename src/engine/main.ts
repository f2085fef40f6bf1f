import path from 'node:path';
import { EngineApi } from '../protocol/engine.ts';
import { serve } from '../protocol/rpc.ts';
import { createEngine } from './engine.ts';
import { parentPort } from './ports.ts';

// The engine process. It lives as long as the shell that started it: when the link closes, running jobs are
// aborted, what they have made is written, and the process exits.
const options = JSON.parse(process.argv[2] ?? '{}') as {
  mediaFolder: string;
  threads: number;
  crashedPid?: number;
};

// Tests put a server on this machine in place of the hub; the engine refuses any other.
const hubAddress = process.env.NEXT_BATCH_TEST_HUB;

const engine = createEngine({
  ...options,
  ...(hubAddress && { hubAddress }),
  workerFile: path.join(__dirname, 'worker.js'),
  log: console.error,
});

serve(EngineApi, parentPort(), engine, {
  onFault: (name, error) => console.error(`Fault in ${name}:`, error),
});

process.once('disconnect', () => {
  setTimeout(() => process.exit(0), 2000);
  void engine.close().finally(() => process.exit(0));
});
