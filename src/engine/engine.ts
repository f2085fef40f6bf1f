import { createHash } from 'node:crypto';
import { UserError } from '../core/errors.ts';
import type { EngineApi } from '../protocol/engine.ts';
import type { Handlers } from '../protocol/rpc.ts';
import { createJobs } from './jobs.ts';
import { createNativeWorker } from './native/nativeWorker.ts';

export interface EngineOptions {
  /** Absolute path of the built `worker.js`. */
  readonly workerFile: string;
  /** Absolute path of `media`, which holds `encoder/`. */
  readonly mediaFolder: string;
  /** 0: chosen by the machine. */
  readonly threads: number;
  readonly log?: (line: string) => void;
  /** Process id of an engine that died of a native fault: what it was decoding is looked at with suspicion. */
  readonly crashedPid?: number;
}

/** The engine as a plain object: the CLI and tests call it directly, the extension through a link. */
export type Engine = Handlers<typeof EngineApi> & { close(): Promise<void> };

export function createEngine(options: EngineOptions): Engine {
  const { workerFile, threads, log = () => undefined } = options;
  const native = createNativeWorker({ file: workerFile, threads, log });
  const jobs = createJobs();
  return {
    embed: () => {
      throw new UserError('internal', 'Not here yet.');
    },
    select: (request, context) =>
      jobs.run(context.signal, async () => {
        const started = performance.now();
        const { source, labels, classes, excluded, selector, parameters, budget, seed } = request;
        const size = source.kind === 'folder' ? source.images.length : source.names.length;
        const outcome = await native.api().select(
          {
            matrix: undefined,
            size,
            labels,
            classCount: classes.length,
            excluded,
            clusters: undefined,
            selector,
            parameters,
            budget,
            seed,
          },
          { signal: context.signal, onProgress: context.progress },
        );
        return {
          ...outcome.selection,
          selector,
          parameters: outcome.parameters,
          seed,
          unreadable: [],
          encoder: undefined,
          inputs: {
            embeddings: outcome.embeddings,
            labels: createHash('sha256').digest('hex'),
            pool: createHash('sha256').digest('hex'),
          },
          seconds: (performance.now() - started) / 1000,
        };
      }),
    thumbnails: ({ images }) => images.map(() => ({ kind: 'original' as const })),
    inspectEncoder: () => {
      throw new UserError('internal', 'Not here yet.');
    },
    close: () => native.close(),
  };
}
