import { parentPort, workerData } from 'node:worker_threads';
import { connect, serve } from '../protocol/rpc.ts';
import { createNative } from './native/native.ts';
import { NativeApi, PictureApi } from './native/nativeApi.ts';
import { threadPort } from './ports.ts';

// The native worker thread: a shell around native.ts.
if (parentPort === null) throw new Error('worker.ts is started by the engine, as a thread.');

const { threads } = workerData as { readonly threads: number };
const port = threadPort(parentPort);
// Either side asks the other over the one port: calls and answers are told apart.
const pictures = connect(PictureApi, port, {});

serve(NativeApi, port, createNative({ threads, pictures }), {
  onFault: (name, error) => console.error(`Fault in ${name}:`, error),
});
