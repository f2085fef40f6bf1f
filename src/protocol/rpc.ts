import { cancelled, type ErrorCode, UserError } from '../core/errors.ts';
import type { Progress } from '../core/types.ts';

/** A request of a link: `In` goes there, any number of `Part` on the way, `Out` comes back. The types live only in the compiler. */
export interface Request<In, Out, Part = never> {
  readonly kind: 'request';
  readonly types?: (input: In) => Out;
  readonly parts?: (part: Part) => void;
}

/** An event of a link: sent by the serving side, no answer. */
export interface Event<Data> {
  readonly kind: 'event';
  readonly types?: (data: Data) => void;
}

export function request<In, Out, Part = never>(): Request<In, Out, Part> {
  return { kind: 'request' };
}

export function event<Data>(): Event<Data> {
  return { kind: 'event' };
}

/** A contract: a table of requests and events that both ends import. */
export type Api = Readonly<Record<string, Request<never, unknown, never> | Event<never>>>;

export interface CallOptions<Part = never> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** What is known before the answer, in the order it was sent; nothing after the answer. */
  readonly onPart?: (part: Part) => void;
}

export interface CallContext<Part = never> {
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  /** Absent: nobody would hear it. */
  readonly part?: (part: Part) => void;
}

/** What the serving side must provide: one handler for every request of the contract. */
export type Handlers<A extends Api> = {
  readonly [K in keyof A as A[K] extends Event<never> ? never : K]: A[K] extends Request<
    infer In,
    infer Out,
    infer Part
  >
    ? (input: In, context: CallContext<Part>) => Promise<Out> | Out
    : never;
};

/** What the calling side gets: one function for every request of the contract. */
export type Client<A extends Api> = {
  readonly [K in keyof A as A[K] extends Event<never> ? never : K]: A[K] extends Request<
    infer In,
    infer Out,
    infer Part
  >
    ? (input: In, options?: CallOptions<Part>) => Promise<Out>
    : never;
};

type EventNames<A extends Api> = { [K in keyof A]: A[K] extends Event<never> ? K : never }[keyof A];
type EventData<E> = E extends Event<infer Data> ? Data : never;

/** The calling side's listeners: one for every event of the contract. */
export type Listeners<A extends Api> = { readonly [K in EventNames<A>]: (data: EventData<A[K]>) => void };

/** One end of a link. `post` may throw when the other side is gone; `onClose` fires once. */
export interface Port {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly file?: string;
}

type Wire =
  | { readonly rpc: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly rpc: 'cancel'; readonly id: number }
  | { readonly rpc: 'ok'; readonly id: number; readonly output: unknown }
  | { readonly rpc: 'err'; readonly id: number; readonly error: WireError }
  | { readonly rpc: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly rpc: 'part'; readonly id: number; readonly part: unknown }
  | { readonly rpc: 'event'; readonly name: string; readonly data: unknown };

export interface ServeOptions {
  /** Called with every error that is not a UserError: a fault of ours, to be logged with its stack. */
  readonly onFault?: (name: string, error: unknown) => void;
}

/**
 * Answers the requests of a contract on a port. Every call gets exactly one answer; a handler that throws answers
 * with its error; an unknown name is an error; when the port closes, all running handlers are aborted.
 * Returns the function that sends events.
 */
export function serve<A extends Api>(
  api: A,
  port: Port,
  handlers: Handlers<A>,
  options: ServeOptions = {},
): <K extends EventNames<A>>(name: K, data: EventData<A[K]>) => void {
  const running = new Map<number, AbortController>();
  let open = true;
  const post = (message: Wire): void => {
    if (open) port.post(message);
  };

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = Object.hasOwn(api, name) ? (handlers as Record<string, unknown>)[name] : undefined;
      if (typeof handler !== 'function') throw new UserError('internal', `Unknown request "${name}".`);
      const context: CallContext<unknown> = {
        signal: controller.signal,
        progress: (progress) => running.has(id) && post({ rpc: 'progress', id, progress }),
        part: (part) => running.has(id) && post({ rpc: 'part', id, part }),
      };
      const output: unknown = await handler(input, context);
      running.delete(id);
      post({ rpc: 'ok', id, output });
    } catch (error) {
      running.delete(id);
      if (!(error instanceof UserError)) options.onFault?.(name, error);
      try {
        post({ rpc: 'err', id, error: toWire(error) });
      } catch (gone) {
        options.onFault?.(name, gone);
      }
    }
  }

  port.onMessage((raw) => {
    const message = raw as Wire;
    if (message.rpc === 'call') void answer(message.id, message.name, message.input);
    else if (message.rpc === 'cancel') running.get(message.id)?.abort();
  });
  port.onClose(() => {
    open = false;
    for (const controller of running.values()) controller.abort();
  });
  return (name, data) => post({ rpc: 'event', name: String(name), data });
}

interface Pending {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: UserError) => void;
  readonly onProgress: CallOptions['onProgress'];
  readonly onPart: CallOptions<unknown>['onPart'];
  readonly release: () => void;
}

/**
 * The calling side of a contract. Every call settles: with the answer, with the handler's error, with `cancelled`
 * when its signal fires (the other side is told), or with `closed` when the port closes or is closed already.
 */
export function connect<A extends Api>(api: A, port: Port, listeners: Listeners<A>): Client<A> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let open = true;

  const settle = (id: number): Pending | undefined => {
    const call = pending.get(id);
    pending.delete(id);
    call?.release();
    return call;
  };

  function call(name: string, input: unknown, options: CallOptions<unknown> = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!open) return reject(closedPort(name));
      if (options.signal?.aborted) return reject(cancelled());
      const id = nextId++;
      const abort = (): void => {
        settle(id)?.reject(cancelled());
        try {
          if (open) port.post({ rpc: 'cancel', id } satisfies Wire);
        } catch {
          // The other side is gone, and with it the work that was to be cancelled.
        }
      };
      options.signal?.addEventListener('abort', abort, { once: true });
      const release = (): void => options.signal?.removeEventListener('abort', abort);
      const { onProgress, onPart } = options;
      pending.set(id, { resolve, reject, onProgress, onPart, release });
      try {
        port.post({ rpc: 'call', id, name, input } satisfies Wire);
      } catch (error) {
        settle(id);
        reject(new UserError('closed', `The request "${name}" could not be sent: ${messageOf(error)}`));
      }
    });
  }

  port.onMessage((raw) => {
    const message = raw as Wire;
    if (message.rpc === 'ok') settle(message.id)?.resolve(message.output);
    else if (message.rpc === 'err') settle(message.id)?.reject(fromWire(message.error));
    else if (message.rpc === 'progress') pending.get(message.id)?.onProgress?.(message.progress);
    else if (message.rpc === 'part') pending.get(message.id)?.onPart?.(message.part);
    else if (message.rpc === 'event' && Object.hasOwn(listeners, message.name))
      (listeners as Record<string, (data: unknown) => void>)[message.name](message.data);
  });
  port.onClose(() => {
    open = false;
    for (const id of [...pending.keys()]) settle(id)?.reject(closedPort('call'));
  });

  const client: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(api))
    if (entry.kind === 'request')
      client[name] = (input: unknown, options?: CallOptions<unknown>) => call(name, input, options);
  return client as Client<A>;
}

function closedPort(name: string): UserError {
  return new UserError('closed', `The other side is gone, so "${name}" has no answer; try again.`);
}

function toWire(error: unknown): WireError {
  if (!(error instanceof UserError)) return { code: 'internal', message: messageOf(error) };
  return error.file === undefined
    ? { code: error.code, message: error.message }
    : { code: error.code, message: error.message, file: error.file };
}

function fromWire(error: WireError): UserError {
  return new UserError(error.code, error.message, error.file === undefined ? {} : { file: error.file });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
