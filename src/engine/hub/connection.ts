import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { cancelled, UserError } from '../../core/errors.ts';

/** THE ONLY FILE of the product that opens a connection. Nothing in it runs unless a person has asked for a download. */

export const hubAddress = 'https://huggingface.co';

const maxRedirects = 5;
const silenceMs = 30_000;

/** A failure that may be over in a moment. */
export class ConnectionError extends Error {}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Must be read to its end or destroyed. */
  readonly body: IncomingMessage;
}

export interface Connection {
  /** Gets a path of the hub, following redirects to other addresses that are encrypted too. */
  get(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer>;
  /** For sentences: the name of the host. */
  readonly host: string;
}

/** `address`: for tests only, a server on this machine; anything else is refused. */
export function createConnection(address: string = hubAddress): Connection {
  const base = new URL(address);
  const isTest = address !== hubAddress;
  if (isTest && !isLocal(base))
    throw new UserError('usage', `The hub can only be ${hubAddress}, or a server on this machine in a test.`);

  async function follow(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    left: number,
  ): Promise<Answer> {
    const answer = await once(url, headers, signal);
    const { location } = answer.headers;
    if (answer.status < 300 || answer.status >= 400 || location === undefined) return answer;
    answer.body.destroy();
    if (left === 0)
      throw new UserError('not-readable', `${base.host} redirects without end; try again later.`);
    const next = new URL(location, url);
    if (next.protocol !== 'https:' && !(isTest && isLocal(next)))
      throw new UserError(
        'not-readable',
        `${base.host} redirects to ${next.host} without encryption, which is refused.`,
      );
    return follow(next, headers, signal, left - 1);
  }

  return {
    host: base.host,
    get: (path, headers, signal) => follow(new URL(path, base), headers, signal, maxRedirects),
  };
}

function isLocal({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

function once(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const sent = request(url, {
      signal,
      agent: false,
      headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'next-batch' },
    });
    sent.setTimeout(silenceMs, () =>
      sent.destroy(new ConnectionError(`no answer for ${silenceMs / 1000} s`)),
    );
    sent.once('error', (error) => reject(signal.aborted ? cancelled() : new ConnectionError(error.message)));
    sent.once('response', (body) => resolve({ status: body.statusCode ?? 0, headers: body.headers, body }));
    sent.end();
  });
}
