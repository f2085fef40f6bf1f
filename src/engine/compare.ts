import { overlapOf } from '../core/compare/overlap.ts';
import { type Constraints, noConstraints } from '../core/constraints/constraints.ts';
import { UserError } from '../core/errors.ts';
import { checkRequest } from '../core/round.ts';
import {
  type ComparedStrategy,
  type CompareRequest,
  type CompareResult,
  fewestCompared,
  mostCompared,
} from '../protocol/compare.ts';
import type { SelectRequest } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { CompareOutcome, SelectWork } from './native/nativeApi.ts';
import { type PoolTools, type PreparedPool, preparePool } from './poolWork.ts';
import { besidePictures, embeddingsUse, factsFor, selectResult, selectWork } from './select.ts';

type Tools = Pick<PoolTools, 'native' | 'embed' | 'known' | 'pictures'>;

/** One strategy as `select` would be asked for it, on the pool that `select` would prepare. */
interface Prepared {
  readonly request: SelectRequest;
  readonly pool: PreparedPool;
  readonly facts: SelectWork['facts'];
}

/** Has several strategies choose from the same images, labels, budget and seed, and measures what they chose. */
export async function compareOnPool(
  request: CompareRequest,
  tools: Tools,
  { signal, progress, part }: CallContext<CompareResult>,
): Promise<CompareResult> {
  const started = performance.now();
  const { constraints = noConstraints } = request;
  const requests = requestsOf(request);
  const measured = await preparePool(request, true, tools.embed);
  const prepared = await prepareAll(requests, constraints, measured, tools);
  const present = ({ ground, batches }: CompareOutcome): CompareResult => {
    const strategies = batches.map((compared, i): ComparedStrategy => {
      const { request: own, pool } = prepared[i];
      if (compared.kind === 'refused') return { ...compared, selector: own.selector };
      const { outcome, measures, seconds } = compared;
      return { kind: 'batch', batch: { ...selectResult(own, pool, outcome), seconds }, measures };
    });
    return {
      ground,
      strategies,
      overlaps: overlapsOf(strategies),
      classes: measured.classes,
      notes: measured.notes,
      seconds: (performance.now() - started) / 1000,
    };
  };
  const outcome = await besidePictures(request, constraints, measured, tools, (pictures) => {
    const selections = prepared.map((one) => selectWork(one.request, one.pool, one.facts, pictures));
    return tools.native.api().compare(
      { ...measured.work, selections },
      {
        signal,
        onProgress: progress,
        ...(part && { onPart: (soFar: CompareOutcome) => part(present(soFar)) }),
      },
    );
  });
  return present(outcome);
}

/** Throws a `usage` error for too few or too many strategies, one twice, or one that `select` would refuse. */
function requestsOf({ strategies, ...shared }: CompareRequest): readonly SelectRequest[] {
  if (strategies.length < fewestCompared || strategies.length > mostCompared)
    throw new UserError(
      'usage',
      `A comparison is of ${fewestCompared} to ${mostCompared} strategies; ${strategies.length} ${strategies.length === 1 ? 'is' : 'are'} named.`,
    );
  const requests = strategies.map((strategy) => ({ ...shared, ...strategy }));
  for (const own of requests) checkRequest(own);
  const texts = requests.map(({ selector, parameters }) => JSON.stringify([selector, parameters]));
  const twice = requests.find((_, i) => texts.indexOf(texts[i]) < i);
  if (twice === undefined) return requests;
  throw new UserError('usage', `${twice.selector} is named twice; a strategy is compared with others.`);
}

/** The pools that `select` would prepare, of which there are two: with embeddings, and without where nothing asks for them. */
async function prepareAll(
  requests: readonly SelectRequest[],
  constraints: Constraints,
  measured: PreparedPool,
  tools: Tools,
): Promise<readonly Prepared[]> {
  const [first] = requests;
  const prepare = async (isBare: boolean): Promise<Pick<Prepared, 'pool' | 'facts'>> => {
    const pool = isBare ? await preparePool(first, false, tools.embed) : measured;
    return { pool, facts: await factsFor(first, constraints, pool, tools) };
  };
  const prepared: Prepared[] = [];
  const found = new Map<boolean, Pick<Prepared, 'pool' | 'facts'>>();
  for (const request of requests) {
    const isBare = embeddingsUse(request, constraints) === 'unused';
    const own = found.get(isBare) ?? (await prepare(isBare));
    found.set(isBare, own);
    prepared.push({ request, ...own });
  }
  return prepared;
}

function overlapsOf(strategies: readonly ComparedStrategy[]): CompareResult['overlaps'] {
  const rows = strategies.map((compared) =>
    compared.kind === 'batch' ? compared.batch.picks.map(({ index }) => index) : undefined,
  );
  return rows.map((a) => rows.map((b) => (a && b ? overlapOf(a, b) : null)));
}
