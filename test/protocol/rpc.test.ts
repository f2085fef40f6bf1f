import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import {
  type CallContext,
  connect,
  event,
  type Handlers,
  type Port,
  request,
  serve,
} from '../../src/protocol/rpc.ts';

const Api = {
  double: request<number, number>(),
  wait: request<null, string>(),
  count: request<number, string, number>(),
  news: event<string>(),
} as const;

interface Link {
  readonly left: Port;
  readonly right: Port;
  readonly close: () => void;
}

/** Two ends that pass messages on as a process or a webview does: later, and copied. */
function link(onPost: () => void = () => {}): Link {
  const listeners: Record<'left' | 'right', (message: unknown) => void> = {
    left: () => {},
    right: () => {},
  };
  const closers: (() => void)[] = [];
  const end = (here: 'left' | 'right', there: 'left' | 'right'): Port => ({
    post: (message) => {
      onPost();
      const copy = structuredClone(message);
      setImmediate(() => listeners[there](copy));
    },
    onMessage: (listener) => {
      listeners[here] = listener;
    },
    onClose: (listener) => void closers.push(listener),
  });
  const close = (): void => {
    for (const closer of closers) closer();
  };
  return { left: end('left', 'right'), right: end('right', 'left'), close };
}

interface Setup {
  readonly handlers?: Partial<Handlers<typeof Api>>;
  readonly onFault?: (name: string, error: unknown) => void;
}

function setUp({ handlers = {}, onFault = () => {} }: Setup = {}) {
  const ends = link();
  const news: string[] = [];
  const send = serve(
    Api,
    ends.right,
    { double: (n) => n * 2, wait: () => 'done', count: () => '', ...handlers },
    { onFault },
  );
  const client = connect(Api, ends.left, { news: (text) => void news.push(text) });
  return { ...ends, client, send, news };
}

const untilAborted = (_: null, { signal }: CallContext): Promise<string> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));

describe('a call', () => {
  test('is answered with what the handler returns', async () => {
    const { client } = setUp();
    expect(await Promise.all([client.double(4), client.double(5)])).toEqual([8, 10]);
  });

  test('is answered with the error of the handler: code, sentence and file', async () => {
    const handlers = {
      double: () => {
        throw new UserError('disk-full', 'The disk is full.', { file: '/a' });
      },
    };
    const faults: string[] = [];
    const { client } = setUp({ handlers, onFault: (name) => void faults.push(name) });
    const error = await client.double(1).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'disk-full', message: 'The disk is full.', file: '/a' });
    expect(faults).toEqual([]);
  });

  test('is answered though the handler has a fault of ours, which is reported', async () => {
    const faults: string[] = [];
    const handlers = {
      wait: () => {
        throw new TypeError('x is undefined');
      },
    };
    const { client } = setUp({ handlers, onFault: (name) => void faults.push(name) });
    await expect(client.wait(null)).rejects.toMatchObject({ code: 'internal', message: 'x is undefined' });
    expect(faults).toEqual(['wait']);
  });

  test('of an unknown name is answered with an error', async () => {
    const { left, right } = link();
    serve(Api, right, { double: (n) => n, wait: () => '', count: () => '' });
    const client = connect({ ...Api, constructor: request<null, null>() }, left, { news: () => {} });
    await expect(client.constructor(null)).rejects.toThrow('Unknown request "constructor".');
  });

  test('rejects at once if its message cannot be posted, and leaves nothing pending', async () => {
    const { left, right } = link(() => {
      throw new Error('the panel is gone');
    });
    serve(Api, right, { double: (n) => n, wait: () => '', count: () => '' });
    const client = connect(Api, left, { news: () => {} });
    await expect(client.double(1)).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('an answer that cannot be posted', () => {
  const unclonable = { wait: () => (() => {}) as unknown as string };

  test('becomes an error', async () => {
    const { client } = setUp({ handlers: unclonable });
    await expect(client.wait(null)).rejects.toMatchObject({ code: 'internal' });
  });

  test('over a link that is gone is a fault that is reported, and nothing is thrown', async () => {
    const faults: string[] = [];
    let receive: (message: unknown) => void = () => {};
    const gone: Port = {
      post: () => {
        throw new Error('disposed');
      },
      onMessage: (listener) => {
        receive = listener;
      },
      onClose: () => {},
    };
    const onFault = (name: string): void => void faults.push(name);
    serve(Api, gone, { double: (n) => n, wait: () => '', count: () => '' }, { onFault });
    receive({ rpc: 'call', id: 1, name: 'double', input: 1 });
    await tick();
    expect(faults).toEqual(['double', 'double']);
  });
});

describe('cancelling', () => {
  test('settles the call at once and aborts the handler', async () => {
    let handlerSignal: AbortSignal | undefined;
    const handlers = {
      wait: (input: null, context: CallContext) => {
        handlerSignal = context.signal;
        return untilAborted(input, context);
      },
    };
    const { client } = setUp({ handlers });
    const controller = new AbortController();
    const call = client.wait(null, { signal: controller.signal });
    await tick();
    await tick();
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await tick();
    await tick();
    expect(handlerSignal?.aborted).toBe(true);
  });

  test('before the call sends nothing', async () => {
    let posted = 0;
    const { left } = link(() => void posted++);
    const client = connect(Api, left, { news: () => {} });
    const call = client.double(1, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(posted).toBe(0);
  });
});

describe('progress and events', () => {
  test('progress arrives while the call runs, and not after it', async () => {
    let late: (() => void) | undefined;
    const handlers = {
      wait: (_: null, { progress }: CallContext) => {
        progress({ phase: 'embed', done: 1, total: 2 });
        late = () => progress({ phase: 'embed', done: 2, total: 2 });
        return 'done';
      },
    };
    const { client } = setUp({ handlers });
    const seen: number[] = [];
    expect(await client.wait(null, { onProgress: ({ done }) => void seen.push(done) })).toBe('done');
    late?.();
    await tick();
    await tick();
    expect(seen).toEqual([1]);
  });

  test('events reach their listener in order', async () => {
    const { send, news } = setUp();
    send('news', 'one');
    send('news', 'two');
    await tick();
    await tick();
    expect(news).toEqual(['one', 'two']);
  });
});

describe('when the link closes', () => {
  test('pending calls and later ones reject, and handlers are aborted', async () => {
    let handlerSignal: AbortSignal | undefined;
    const handlers = {
      wait: (input: null, context: CallContext) => {
        handlerSignal = context.signal;
        return untilAborted(input, context);
      },
    };
    const { client, close } = setUp({ handlers });
    const pending = client.wait(null);
    await tick();
    await tick();
    close();
    await expect(pending).rejects.toMatchObject({ code: 'closed' });
    await expect(client.double(1)).rejects.toMatchObject({ code: 'closed' });
    expect(handlerSignal?.aborted).toBe(true);
  });

  test('parts come before the answer, in order, and none after it', async () => {
    let late = (_part: number): void => {};
    const { client } = setUp({
      handlers: {
        count: (to, { part = () => {} }) => {
          late = part;
          for (let n = 0; n < to; n++) part(n);
          return 'counted';
        },
      },
    });
    const parts: number[] = [];
    expect(await client.count(3, { onPart: (part) => void parts.push(part) })).toBe('counted');
    expect(parts).toEqual([0, 1, 2]);
    late(3);
    await tick();
    await tick();
    expect(parts).toEqual([0, 1, 2]);
  });
});
