import { fork } from 'node:child_process';
import type { ExecutionProvider } from '../../protocol/engine.ts';

/** The first argument of a process that tries an execution provider; the second is its name. */
export const probeWord = 'probe-execution-provider';

/** What runs encoders, and why not what was asked for. */
export interface ProviderChoice {
  readonly provider: ExecutionProvider;
  readonly note?: string;
}

/** Long enough for a driver to wake up, short enough that falling back to the CPU takes less than 5 s. */
const usualLimitMs = 4500;

/**
 * Tries execution providers, each once, in a process of its own: one that crashes or hangs there harms nobody. What does
 * not work is replaced by the CPU, with one sentence that says why.
 */
export function createProviders(options: {
  /** Absolute path of the built `worker.js`, which is also the program that tries them. */
  readonly workerFile: string;
  readonly log: (line: string) => void;
  readonly limitMs?: number;
}): (asked: ExecutionProvider) => Promise<ProviderChoice> {
  const tried = new Map<ExecutionProvider, Promise<ProviderChoice>>();

  async function attempt(asked: ExecutionProvider): Promise<ProviderChoice> {
    const failure = await probe(options.workerFile, asked, options.limitMs ?? usualLimitMs);
    if (failure === undefined) return { provider: asked };
    const note = `The execution provider ${asked} does not work here (${failure}), so the encoder runs on the CPU.`;
    options.log(note);
    return { provider: 'cpu', note };
  }

  return async (asked) => {
    if (asked === 'cpu') return { provider: 'cpu' };
    const choice = tried.get(asked) ?? attempt(asked);
    tried.set(asked, choice);
    return choice;
  };
}

/** Why a provider does not work; undefined = it does. */
function probe(workerFile: string, provider: string, limitMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = fork(workerFile, [probeWord, provider], { execArgv: [], env, stdio: 'ignore' });
    const stop = (): void => void child.kill('SIGKILL');
    const end = (failure: string | undefined): void => {
      clearTimeout(timer);
      process.off('exit', stop);
      stop();
      resolve(failure);
    };
    process.once('exit', stop); // One that hangs would outlive this process, and never notice.
    const timer = setTimeout(() => end(`it gave no answer within ${limitMs / 1000} s`), limitMs);
    child.once('message', (answer) => end(typeof answer === 'string' && answer !== '' ? answer : undefined));
    child.once('error', (error) => end(`it could not be tried: ${error.message}`));
    child.once('exit', (code, signal) =>
      end(`it crashed when it was tried: ${signal ?? `exit code ${code}`}`),
    );
  });
}
