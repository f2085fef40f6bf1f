import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { UserError } from '../core/errors.ts';
import { EngineApi } from '../protocol/engine.ts';
import { type CallOptions, type Client, connect } from '../protocol/rpc.ts';
import { childPort } from './ports.ts';
import { type System, thisSystem, unsupportedSystem } from './systems.ts';

export interface EngineClientOptions {
  /** Absolute path of `dist/engine.js`; `worker.js` lies beside it. */
  readonly engineFile: string;
  /** A Node.js >= 20 to run it with; empty or absent: the one that runs us. */
  readonly nodePath?: string;
  /** Absolute path of `media`, which holds `encoder/`. */
  readonly mediaFolder: string;
  /** 0: chosen by the machine. */
  readonly threads: number;
  readonly log: (line: string) => void;
  /** The process ends after so long without a call. */
  readonly idleMs?: number;
  /** Default: the one we run on. */
  readonly system?: System;
}

/** The engine in a process of its own, started by the first call. */
export type EngineClient = Client<typeof EngineApi> & {
  /** Ends the process; calls in work reject with `closed`. Later calls reject too. */
  stop(): Promise<void>;
};

const MAX_CRASHES = 5;
const CRASH_WINDOW_MS = 10 * 60_000;

interface Running {
  readonly child: ChildProcess;
  readonly api: Client<typeof EngineApi>;
  /** Resolves after exit with a few words about how it went; undefined = it was asked to. */
  readonly ended: Promise<string | undefined>;
}

/**
 * The shell's way to the engine. Starts the process on first use, again after a crash (at most 5 crashes in
 * 10 minutes), and ends it when idle. A crash rejects every call in work with `engine-lost`; the embeddings made so
 * far are on disk. Where there is no binary for the system, every call rejects with `no-engine` and nothing is started.
 */
export function startEngine(options: EngineClientOptions): EngineClient {
  const crashes: number[] = [];
  let running: Running | undefined;
  let crashedPid: number | undefined;
  let calls = 0;
  let idle: NodeJS.Timeout | undefined;
  let stopped = false;

  function start(): Running {
    const child = spawnEngine(options, crashedPid);
    const ended = new Promise<string | undefined>((resolve) => {
      child.once('error', (error) => resolve(`it could not be started: ${error.message}`));
      child.once('exit', (code, signal) =>
        resolve(code === 0 ? undefined : signal ? `signal ${signal}` : `exit code ${code}`),
      );
    });
    const mine: Running = { child, api: connect(EngineApi, childPort(child), {}), ended };
    void ended.then((how) => {
      if (running === mine) running = undefined;
      if (how === undefined || stopped) return;
      crashes.push(Date.now());
      crashedPid = isFault(child) ? child.pid : undefined;
      options.log(`The engine ended unexpectedly (${how}).`);
    });
    return mine;
  }

  function ensure(): Running {
    if (stopped)
      throw new UserError('closed', 'The engine was stopped; reload the window to start it again.');
    const reason = unsupportedSystem(options.system ?? thisSystem());
    if (reason !== undefined) throw new UserError('no-engine', reason);
    while (crashes.length > 0 && Date.now() - crashes[0] > CRASH_WINDOW_MS) crashes.shift();
    if (running === undefined && crashes.length >= MAX_CRASHES)
      throw new UserError(
        'engine-lost',
        `The engine ended unexpectedly ${crashes.length} times in 10 minutes and is left alone for now; see the log, then try again later.`,
      );
    running ??= start();
    return running;
  }

  async function call(name: string, input: unknown, callOptions?: CallOptions): Promise<unknown> {
    clearTimeout(idle);
    const engine = ensure();
    calls++;
    try {
      const request = (engine.api as Record<string, (i: unknown, o?: CallOptions) => Promise<unknown>>)[name];
      return await request(input, callOptions);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'closed' || stopped) throw error;
      const how = await engine.ended;
      throw new UserError(
        'engine-lost',
        `The engine ended unexpectedly (${how ?? 'it was closed'}); it starts again with the next try, and the embeddings made so far are kept.`,
        { cause: error },
      );
    } finally {
      calls--;
      if (calls === 0) idle = setTimeout(retire, options.idleMs ?? 30_000);
    }
  }

  /** Ends the process in work, if any; the next call starts another. */
  async function retire(): Promise<void> {
    clearTimeout(idle);
    const engine = running;
    running = undefined;
    if (engine !== undefined) await endProcess(engine);
  }

  const client: Record<string, unknown> = {
    stop: async () => {
      stopped = true;
      await retire();
    },
  };
  for (const name of Object.keys(EngineApi))
    client[name] = (input: unknown, callOptions?: CallOptions) => call(name, input, callOptions);
  return client as EngineClient;
}

/** Closes the link, on which the engine exits by itself; one that does not is killed after 3 s. */
async function endProcess(engine: Running): Promise<void> {
  if (engine.child.connected) engine.child.disconnect();
  const kill = setTimeout(() => engine.child.kill('SIGKILL'), 3000);
  await engine.ended;
  clearTimeout(kill);
}

function spawnEngine(options: EngineClientOptions, crashedPid: number | undefined): ChildProcess {
  const own = options.nodePath === undefined || options.nodePath === '';
  const { mediaFolder, threads } = options;
  const child = fork(options.engineFile, [JSON.stringify({ mediaFolder, threads, crashedPid })], {
    ...(own ? {} : { execPath: options.nodePath }),
    execArgv: [],
    env: engineEnvironment(process.env, own && process.versions.electron !== undefined),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', options.log);
  return child;
}

/** The environment without what would change the engine's behaviour or let it speak to the editor. */
export function engineEnvironment(
  source: Readonly<Record<string, string | undefined>>,
  electron: boolean,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(source))
    if (value !== undefined && name !== 'NODE_OPTIONS' && !name.startsWith('VSCODE_')) env[name] = value;
  // The decoders run in libuv's pool, whose default of four would leave cores idle.
  env.UV_THREADPOOL_SIZE = String(Math.max(4, availableParallelism() + 2));
  if (electron) env.ELECTRON_RUN_AS_NODE = '1';
  else delete env.ELECTRON_RUN_AS_NODE;
  return env;
}

/** True for the ways in which native code dies; a SIGKILL or a SIGTERM came from outside. */
function isFault(child: ChildProcess): boolean {
  const { signalCode, exitCode } = child;
  if (signalCode !== null)
    return ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP'].includes(signalCode);
  return exitCode !== null && exitCode >= 0xc0000000;
}
