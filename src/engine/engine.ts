import sharp from 'sharp';
import type { EmbedRequest, EmbedResult, EngineApi, FolderSource } from '../protocol/engine.ts';
import type { CallContext, Handlers } from '../protocol/rpc.ts';
import { adviseOnPool } from './advise.ts';
import { createCaches } from './caches.ts';
import { clusterPool } from './cluster.ts';
import { compareOnPool } from './compare.ts';
import { type EmbeddedFolder, embeddedSoFar, embedFolder } from './embed.ts';
import { embedFile } from './embedFile.ts';
import { createEncoderFinder, type Encoder, type EncoderFinder } from './encoder/encoder.ts';
import { pixelProjection } from './encoder/pixelProjection.ts';
import { createProviders } from './encoder/providers.ts';
import { encoderCalls } from './encoderCalls.ts';
import { insightsOfPool } from './insights.ts';
import { inspectImport } from './inspectImport.ts';
import { createJobs } from './jobs.ts';
import { createKnownHashes } from './knownHashes.ts';
import { createNativeWorker } from './native/nativeWorker.ts';
import type { PoolTools } from './poolWork.ts';
import { predictPool } from './predict.ts';
import { projectPool } from './project.ts';
import { relateOnPool } from './relate.ts';
import { reviewPool } from './review.ts';
import { selectFromPool } from './select.ts';
import { findSimilar } from './similar.ts';
import { simulateStrategies } from './simulate.ts';
import { simulateRelations } from './simulateRelations.ts';
import { createSlots } from './slots.ts';
import { threadCount } from './threads.ts';
import { makeThumbnails } from './thumbnails.ts';
import { viewOf } from './views.ts';

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
  /** For tests: a server on this machine in place of the hub that models are downloaded from. */
  readonly hubAddress?: string;
}

/** The engine as a plain object: the CLI and tests call it directly, the extension through a link. */
export type Engine = Handlers<typeof EngineApi> & { close(): Promise<void> };

/**
 * Makes an engine; nothing is loaded or started before the first request. Embedding and selecting are jobs, one at a
 * time; thumbnails and looking at an encoder do not wait for them.
 */
export function createEngine(options: EngineOptions): Engine {
  const threads = threadCount(options.threads);
  const { workerFile, mediaFolder, log = () => undefined } = options;
  const native = createNativeWorker({ file: workerFile, threads, log });
  const encoders = createEncoderFinder({
    mediaFolder,
    ports: (file) => native.api().modelPorts({ file }),
    provider: createProviders({ workerFile, log }),
  });
  const jobs = createJobs();
  // One more than threads: while one image is read or written, the cores have another to decode.
  const slots = createSlots(threads + 1);
  const caches = createCaches(options.crashedPid);
  const known = createKnownHashes();
  const closing = new AbortController();
  // One image per thread of ours: libvips' own threads would only fight for the same cores.
  sharp.concurrency(1);
  sharp.cache(false);

  async function embed(
    source: Omit<FolderSource, 'kind'>,
    thumbnails: boolean,
    context: Omit<CallContext, 'part'>,
  ): Promise<EmbeddedFolder> {
    const encoder = await encoderOf(source, encoders);
    const result = await embedFolder(
      source,
      encoder,
      thumbnails,
      { native, slots, ...caches.open(source.cache) },
      context,
    );
    for (const [i, hash] of result.hashes.entries()) if (hash !== '') known.set(source.images[i], hash);
    return result;
  }

  /** Ends when its caller says so, or the engine is closed. */
  function untilClosed<Part>(
    context: CallContext<Part>,
  ): CallContext<Part> & { readonly signal: globalThis.AbortSignal } {
    const signal = AbortSignal.any([context.signal as globalThis.AbortSignal, closing.signal]);
    return { ...context, signal };
  }

  function job<T, P>(context: CallContext<P>, work: (own: CallContext<P>) => Promise<T>): Promise<T> {
    const own = untilClosed(context);
    return jobs.run(own.signal, () => work(own));
  }

  /** A job on a pool, with what such jobs work with. */
  function poolJob<In, Out, Part = never>(
    work: (request: In, tools: PoolTools, context: CallContext<Part>) => Promise<Out>,
  ): (request: In, context: CallContext<Part>) => Promise<Out> {
    return (request, context) => job(context, (own) => work(request, poolTools(own), own));
  }

  function poolTools(own: Omit<CallContext, 'part'>): PoolTools {
    return {
      native,
      workerFile,
      threads,
      embed: (source) => embed(source, false, own),
      embeddedSoFar: async (source) => embeddedSoFar(source, await encoders.find(source.encoder)),
      embedFile: async (source, file) =>
        embedFile(file, await encoderOf(source, encoders), { native, slots }, own.signal),
      known,
      pictures: ({ cache }) => ({ slots, known, cache, notes: caches.open(cache).notes }),
    };
  }

  return {
    embed: (request, context) =>
      job(context, (own) => embedResult(request, embed(request, request.thumbnails, own))),
    select: poolJob(selectFromPool),
    compare: poolJob(compareOnPool),
    predict: poolJob(predictPool),
    advise: poolJob(adviseOnPool),
    cluster: poolJob(clusterPool),
    similar: poolJob(findSimilar),
    relate: poolJob(relateOnPool),
    insights: poolJob(insightsOfPool),
    simulate: poolJob(simulateStrategies),
    simulateRelations: poolJob(simulateRelations),
    review: poolJob(reviewPool),
    project(request, context) {
      const own = untilClosed(context);
      const turn = <T>(work: () => Promise<T>): Promise<T> => jobs.run(own.signal, work);
      return projectPool(request, { ...poolTools(own), turn }, own);
    },
    thumbnails: async ({ images, cache }, context) =>
      makeThumbnails(images, { slots, known, ...caches.open(cache) }, context),
    view: async ({ image, cache }, context) => viewOf(image, { slots, ...caches.open(cache) }, context),
    ...encoderCalls({ encoders, native, slots, job, untilClosed, hubAddress: options.hubAddress }),
    inspectImport,
    async close() {
      closing.abort();
      await jobs.idle();
      caches.close();
      await native.close();
    },
  };
}

/** What a shell is told of an embedding that has just begun. */
async function embedResult({ images }: EmbedRequest, work: Promise<EmbeddedFolder>): Promise<EmbedResult> {
  const started = performance.now();
  const { info, embedded, unreadable, hashes } = await work;
  const reused = images.length - embedded - unreadable.length;
  const seconds = (performance.now() - started) / 1000;
  return { encoder: info, embedded, reused, unreadable, hashes, seconds };
}

/** The encoder of a folder; a random projection of the pixels is made when it is first used. */
async function encoderOf(
  { encoder, cache }: Pick<FolderSource, 'encoder' | 'cache'>,
  encoders: EncoderFinder,
): Promise<Encoder> {
  return encoders.find(encoder.model === 'pixels' ? await pixelProjection(cache) : encoder);
}
