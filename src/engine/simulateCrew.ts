import { freemem } from 'node:os';
import type { Client } from '../protocol/rpc.ts';
import { inLanes } from './lanes.ts';
import type { NativeApi } from './native/nativeApi.ts';
import { createNativeWorker } from './native/nativeWorker.ts';

/** What a worker takes before it has a matrix: the runtime, its graphs and buffers. */
const bareWorkerBytes = 150e6;
/** A worker holds the matrix, the rows of one split, and a copy of them that the strategy made for itself. */
const matricesPerWorker = 3;

/** Workers for so many tasks on a matrix: no more than threads, nor than fit in half of the free memory, one at least. */
export function crewSize(tasks: number, threads: number, matrixBytes: number): number {
  const each = bareWorkerBytes + matricesPerWorker * matrixBytes;
  return Math.max(1, Math.min(tasks, threads, Math.floor(freeBytes() / 2 / each)));
}

/** Memory that can be had: in a container its own limit counts, where Node tells it. */
function freeBytes(): number {
  return process.availableMemory?.() ?? freemem();
}

/**
 * Runs tasks on native workers of their own, one thread each, so that what a task gives does not depend on how many there
 * are. The first failure, or the signal, ends all of them; the workers are gone when the promise settles.
 */
export async function runCrew<T>(
  options: {
    readonly workerFile: string;
    readonly count: number;
    readonly signal: AbortSignal;
    readonly log: (line: string) => void;
  },
  tasks: readonly T[],
  run: (task: T, api: Client<typeof NativeApi>, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { workerFile: file, count, log } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const workers = Array.from({ length: count }, () => createNativeWorker({ file, threads: 1, log }));
  const free = [...workers];
  const attempt = async (task: T): Promise<void> => {
    const worker = free.pop();
    if (worker === undefined) return;
    try {
      await run(task, worker.api(), signal);
    } catch (error) {
      failed.abort();
      throw error;
    } finally {
      free.push(worker);
    }
  };
  try {
    await inLanes(count, tasks, attempt, signal);
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
  }
}
