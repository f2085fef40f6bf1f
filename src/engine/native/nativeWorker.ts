import { Worker } from 'node:worker_threads';
import { UserError } from '../../core/errors.ts';
import { type Client, connect, serve } from '../../protocol/rpc.ts';
import type { PictureSource } from '../pictures/pictureSource.ts';
import { threadPort } from '../ports.ts';
import { NativeApi, PictureApi } from './nativeApi.ts';

/** The native worker as the main thread sees it: started by the first call, again if it ever ends. */
export interface NativeWorker {
  readonly api: () => Client<typeof NativeApi>;
  /** Runs `work`, during which the worker may ask about pictures by the number that `work` is given. */
  withPictures<T>(source: PictureSource, work: (job: number) => Promise<T>): Promise<T>;
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
  const pictures = new Map<number, PictureSource>();
  let jobs = 0;

  function sourceOf(job: number): PictureSource {
    const source = pictures.get(job);
    if (source === undefined) throw new UserError('internal', `The job ${job} has ended.`);
    return source;
  }

  function start(): Client<typeof NativeApi> {
    const mine = new Worker(options.file, { workerData: { threads: options.threads }, execArgv: [] });
    mine.on('error', (error) => options.log(`The native worker failed: ${error.stack ?? error.message}`));
    mine.once('exit', () => {
      if (thread === mine) thread = api = undefined;
    });
    thread = mine;
    const port = threadPort(mine);
    serve(PictureApi, port, {
      perceptualHashes: ({ job, rows }, context) => sourceOf(job).perceptualHashes(rows, context),
      measures: ({ job, rows }, context) => sourceOf(job).measures(rows, context),
      outlines: ({ job, rows }, context) => sourceOf(job).outlines(rows, context),
    });
    return connect(NativeApi, port, {});
  }

  return {
    api: () => {
      api ??= start();
      return api;
    },
    async withPictures(source, work) {
      const job = jobs++;
      pictures.set(job, source);
      try {
        return await work(job);
      } finally {
        pictures.delete(job);
      }
    },
    async close() {
      // A thread that is ended inside onnxruntime takes the whole process down.
      await api?.settle().catch(() => undefined);
      await thread?.terminate();
    },
  };
}
