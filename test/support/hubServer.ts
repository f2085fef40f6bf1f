import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HubModel } from '../../src/protocol/encoder.ts';

/** What goes wrong, changed by a test as it goes. */
export interface HubFaults {
  /** Answers of the file store are cut after so many bytes, so many times. */
  cut?: { readonly bytes: number; times: number };
  /** So many answers about a model are cut in the middle. */
  cutListing?: { times: number };
  /** Whole files are sent whatever was asked for. */
  ignoresRange?: boolean;
  /** Other bytes than those that were announced. */
  isCorrupt?: boolean;
  /** A file larger than announced. */
  isTooLong?: boolean;
  etag?: string;
  /** In place of any answer. */
  status?: number;
  /** Status of the first so many answers of the file store. */
  busy?: { readonly status: number; times: number };
  /** Redirects lead there. */
  redirect?: string;
  /** Milliseconds between chunks of 1 kB. */
  slow?: number;
}

export interface HubServer {
  readonly address: string;
  readonly faults: HubFaults;
  /** Method, path and range of each request so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

export const commit = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';

/** A server on this machine that answers as the hub does: large files by redirect, with ranges; small ones at once. */
export async function startHub(
  model: Pick<HubModel, 'repository' | 'file'>,
  files: Readonly<Record<string, Buffer>>,
  { port = 0, revision = commit }: { readonly port?: number; readonly revision?: string } = {},
): Promise<HubServer> {
  const faults: HubFaults = {};
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://hub');
    requests.push(`${request.method} ${pathname}${search} ${request.headers.range ?? ''}`.trim());
    if (faults.status !== undefined) {
      response.writeHead(faults.status).end('no');
      return;
    }
    const api = `/api/models/${model.repository}/revision/`;
    const resolve = `/${model.repository}/resolve/${revision}/`;
    if (pathname.startsWith(api)) {
      response.setHeader('content-type', 'application/json');
      const text = JSON.stringify(listingOf(model, files, revision));
      if (faults.cutListing && faults.cutListing.times-- > 0)
        response.write(text.slice(0, 99), () => setTimeout(() => response.destroy(), 20));
      else response.end(text);
      return;
    }
    const stored = pathname.startsWith('/store/');
    const name = decodeURIComponent(pathname.slice(stored ? '/store/'.length : resolve.length));
    const bytes = pathname.startsWith(resolve) || stored ? files[name] : undefined;
    if (bytes === undefined) response.writeHead(404).end('Entry not found');
    else if (stored) void store(request, response, bytes, faults);
    else if (name === model.file) {
      response.writeHead(302, {
        location: faults.redirect ?? `${addressOf()}/store/${name}`,
        'x-linked-etag': `"${sha256(bytes)}"`,
        'x-linked-size': String(bytes.length),
      });
      response.end();
    } else response.end(bytes);
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const addressOf = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: addressOf(),
    faults,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function store(
  request: IncomingMessage,
  response: ServerResponse,
  file: Buffer,
  faults: HubFaults,
): Promise<void> {
  if (faults.busy && faults.busy.times > 0) {
    faults.busy.times--;
    response.writeHead(faults.busy.status).end();
    return;
  }
  const etag = `"${faults.etag ?? 'first'}"`;
  let bytes = faults.isCorrupt ? Buffer.from(file).fill(7, file.length >> 1) : file;
  if (faults.isTooLong) bytes = Buffer.concat([bytes, Buffer.from('more')]);
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const same = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const from = asked && same && !faults.ignoresRange ? Number(asked[1]) : 0;
  if (from >= bytes.length) {
    response.writeHead(416).end();
    return;
  }
  const rest = bytes.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    etag,
    'content-length': rest.length,
    ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  });
  if (faults.cut && faults.cut.times > 0) {
    faults.cut.times--;
    response.write(rest.subarray(0, faults.cut.bytes), () => setTimeout(() => response.destroy(), 20));
    return;
  }
  for (let at = 0; faults.slow !== undefined && at < rest.length && !response.destroyed; at += 1000) {
    response.write(rest.subarray(at, at + 1000));
    await new Promise((later) => setTimeout(later, faults.slow));
  }
  response.end(faults.slow === undefined ? rest : undefined);
}

function listingOf(
  { repository, file }: Pick<HubModel, 'repository' | 'file'>,
  files: Readonly<Record<string, Buffer>>,
  revision: string,
): unknown {
  return {
    id: repository,
    sha: revision,
    cardData: { license: 'apache-2.0' },
    tags: ['onnx', 'license:apache-2.0'],
    siblings: Object.entries(files).map(([rfilename, bytes]) => ({
      rfilename,
      size: bytes.length,
      blobId: createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex'),
      ...(rfilename === file && {
        lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 133 },
      }),
    })),
  };
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
