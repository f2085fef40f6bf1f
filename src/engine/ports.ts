import type { ChildProcess } from 'node:child_process';
import type { MessagePort, Worker } from 'node:worker_threads';
import type { Port } from '../protocol/rpc.ts';
import { packRequest, unpackRequest } from './packedImages.ts';

/** The shell's end of the link to the engine process. Closes when the process has exited, so its exit code is known by then. */
export function childPort(child: ChildProcess): Port {
  let open = true;
  const closers: (() => void)[] = [];
  const close = (): void => {
    if (!open) return;
    open = false;
    for (const closer of closers) closer();
  };
  child.once('exit', close);
  child.once('error', close);
  return {
    // A send that fails has no answer to wait for: `exit` settles the call.
    post: (message) =>
      void (
        open &&
        child.connected &&
        child.send(withInput(message, packRequest) as object, () => undefined)
      ),
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => void closers.push(listener),
  };
}

/** The engine process's end of the same link. */
export function parentPort(): Port {
  return {
    post: (message) => void (process.connected && process.send?.(message, undefined, {}, () => undefined)),
    onMessage: (listener) =>
      void process.on('message', (message) => listener(withInput(message, unpackRequest))),
    onClose: (listener) => void process.once('disconnect', listener),
  };
}

/** Either end of the link between the engine's main thread and its native worker. */
export function threadPort(thread: Worker | MessagePort): Port {
  return {
    post: (message, transfer) => thread.postMessage(message, transfer),
    onMessage: (listener) => void thread.on('message', listener),
    onClose: (listener) => {
      thread.once('exit', listener);
      thread.once('close', listener);
    },
  };
}

/** A message with what it asks changed; others stay as they are. */
function withInput(message: unknown, change: (input: unknown) => unknown): unknown {
  return typeof message === 'object' && message !== null && 'input' in message
    ? { ...message, input: change(message.input) }
    : message;
}
