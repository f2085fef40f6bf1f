import { parentPort, workerData } from 'node:worker_threads';
import { connect, serve } from '../protocol/rpc.ts';
import { tryProvider } from './encoder/providerProbe.ts';
import { probeWord } from './encoder/providers.ts';
import { createNative } from './native/native.ts';
import { NativeApi, PictureApi } from './native/nativeApi.ts';
import { threadPort } from './ports.ts';

// The native worker thread: a shell around native.ts. As a process of its own it tries one execution provider.
const [, , word, provider] = process.argv;
if (parentPort !== null) serveNative(parentPort);
else if (word === probeWord) void tryProvider(provider).then((answer) => process.send?.(answer));
else throw new Error('worker.ts is started by the engine, as a thread.');

function serveNative(thread: NonNullable<typeof parentPort>): void {
  const { threads } = workerData as { readonly threads: number };
  const port = threadPort(thread);
  // Either side asks the other over the one port: calls and answers are told apart.
  const pictures = connect(PictureApi, port, {});
  serve(NativeApi, port, createNative({ threads, pictures }), {
    onFault: (name, error) => console.error(`Fault in ${name}:`, error),
  });
}
