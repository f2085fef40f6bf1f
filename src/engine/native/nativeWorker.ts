import { Worker } from 'node:worker_threads';
import { type Client, connect } from '../../protocol/rpc.ts';
import { threadPort } from '../ports.ts';
import { NativeApi } from './nativeApi.ts';

/** The native worker as the main thread sees it: started by the first call, again if it ever ends. */
export interface NativeWorker {
  readonly api: () => Client<typeof NativeApi>;
  close(): Promise<void>;
}

export function createNativeWorker(options: {
  /** Absolute path of `worker.js`. */
  readonly file: string;
  readonly threads: number;
  readonly log: (line: string) => void;
}): NativeWorker {
  let thread: Worker | undefined;
  let api: Client<typeof NativeApi> | undefined;

  function start(): Client<typeof NativeApi> {
    const mine = new Worker(options.file, { workerData: { threads: options.threads }, execArgv: [] });
    mine.on('error', (error) => options.log(`The native worker failed: ${error.stack ?? error.message}`));
    mine.once('exit', () => {
      if (thread === mine) thread = api = undefined;
    });
    thread = mine;
    return connect(NativeApi, threadPort(mine), {});
  }

  return {
    api: () => {
      api ??= start();
      return api;
    },
    async close() {
      // A thread that is ended inside onnxruntime takes the whole process down.
      await api?.settle().catch(() => undefined);
      await thread?.terminate();
    },
  };
}
