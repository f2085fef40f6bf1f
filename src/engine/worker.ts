import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '../protocol/rpc.ts';
import { createNative } from './native/native.ts';
import { NativeApi } from './native/nativeApi.ts';
import { threadPort } from './ports.ts';

// The native worker thread: a shell around native.ts.
if (parentPort === null) throw new Error('worker.ts is started by the engine, as a thread.');

serve(NativeApi, threadPort(parentPort), createNative(workerData as { readonly threads: number }), {
  onFault: (name, error) => console.error(`Fault in ${name}:`, error),
});
