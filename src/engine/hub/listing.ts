import { UserError } from '../../core/errors.ts';
import type { HubFile, HubListing, HubModel } from '../../protocol/encoder.ts';
import type { Answer, Connection } from './connection.ts';
import { configurationFiles } from './hubModels.ts';
import { readable } from './pour.ts';
import { withRetries } from './retries.ts';

const maxListingBytes = 4e6;

/**
 * Asks the hub what a model is: commit, licence, and size and hash of each file. Nothing else is fetched. Throws where the hub
 * names another commit or hash than the one that is pinned.
 */
export async function lookUp(
  model: HubModel,
  connection: Connection,
  signal: AbortSignal,
): Promise<HubListing> {
  const path = `/api/models/${model.repository}/revision/${model.revision}?blobs=true`;
  const text = await withRetries(connection.host, signal, async () => {
    const answer = await connection.get(path, { accept: 'application/json' }, signal);
    return readText(checked(answer, model, connection.host));
  });
  const listing = parse(text);
  const commit = textOf(listing.sha);
  if (commit !== model.revision)
    throw differs(model, connection.host, `the commit ${commit || 'of an unknown name'}`);
  const all: readonly unknown[] = Array.isArray(listing.siblings) ? listing.siblings : [];
  const entries = all.map(fileOf);
  const files = [...configurationFiles, model.file].flatMap((name) => {
    const found = entries.find((entry) => entry?.name === name);
    return found === undefined ? [] : [found];
  });
  const onnx = files.find(({ name }) => name === model.file);
  if (onnx === undefined || onnx.hash.kind !== 'sha256')
    throw differs(model, connection.host, `no sha256 of ${model.file}`);
  if (model.sha256 !== undefined && onnx.hash.hex !== model.sha256)
    throw differs(model, connection.host, `the sha256 ${onnx.hash.hex} for ${model.file}`);
  return { model, commit, licence: licenceOf(listing) ?? model.licence, files };
}

/** An answer that holds what was asked for; throws the sentence for one that does not. */
export function checked(answer: Answer, model: HubModel, host: string): Answer {
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  answer.body.destroy();
  const busy = status === 429 || status >= 500;
  throw new UserError(
    busy ? 'closed' : 'not-found',
    busy
      ? `${host} is too busy to answer (HTTP ${status}).`
      : `${host} does not give ${model.repository} any more (HTTP ${status}); choose another model, or an ONNX file of your own.`,
  );
}

async function readText({ body }: Answer): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of readable(body)) {
    parts.push(part);
    bytes += part.length;
    if (bytes <= maxListingBytes) continue;
    body.destroy();
    throw new UserError(
      'bad-input',
      'The hub lists more files than a model has; choose another model, or an ONNX file of your own.',
    );
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function fileOf(entry: unknown): HubFile | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { rfilename, size, blobId, lfs } = entry as Readonly<Record<string, unknown>>;
  const large = (typeof lfs === 'object' && lfs !== null ? lfs : {}) as Readonly<Record<string, unknown>>;
  const bytes = large.size ?? size;
  if (typeof rfilename !== 'string' || typeof bytes !== 'number' || !(bytes >= 0)) return undefined;
  const sha256 = textOf(large.sha256) || textOf(large.oid).replace(/^sha256:/, '');
  if (/^[0-9a-f]{64}$/.test(sha256)) return { name: rfilename, bytes, hash: { kind: 'sha256', hex: sha256 } };
  const git = textOf(blobId);
  return /^[0-9a-f]{40}$/.test(git) ? { name: rfilename, bytes, hash: { kind: 'git', hex: git } } : undefined;
}

function licenceOf({ cardData, tags }: Readonly<Record<string, unknown>>): string | undefined {
  const card = (typeof cardData === 'object' && cardData !== null ? cardData : {}) as Record<string, unknown>;
  if (typeof card.license === 'string' && card.license !== '') return card.license;
  const tag = (Array.isArray(tags) ? tags : []).find((entry) => String(entry).startsWith('license:'));
  return tag === undefined ? undefined : String(tag).slice('license:'.length);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function differs(model: HubModel, host: string, what: string): UserError {
  return new UserError(
    'bad-input',
    `${host} names ${what} where Next Batch expects that of ${model.title}, so nothing is downloaded; choose another model, or an ONNX file of your own.`,
  );
}
