import { createGround } from '../../core/compare/ground.ts';
import { throwIfAborted, UserError } from '../../core/errors.ts';
import { createRng } from '../../core/rng.ts';
import { predictor } from '../../core/round.ts';
import type { Client } from '../../protocol/rpc.ts';
import type { LoadedMatrix } from './matrixLoader.ts';
import type { ComparedOutcome, CompareOutcome, CompareWork, PictureApi } from './nativeApi.ts';
import type { HeadKeeper } from './runHead.ts';
import { runSelection } from './runSelection.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

/** Runs strategies one after another beside one matrix, and measures their batches. A strategy that cannot run stops no other. */
export async function runComparison(
  work: CompareWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext<CompareOutcome>,
  tools: { readonly heads: HeadKeeper; readonly pictures: Client<typeof PictureApi> },
): Promise<CompareOutcome> {
  const { part, ...alone } = context;
  const [first] = work.selections;
  if (first === undefined) throw new UserError('internal', 'Nothing to compare.');
  const core = coreContext(alone);
  const pool = workedPool(work, loaded);
  const predict = predictor(
    pool,
    work,
    { ...core, fitHead: tools.heads.fitter(loaded, core) },
    createRng(first.seed),
  );
  const ground = await createGround(pool, first, { ...core, predict });
  const batches: ComparedOutcome[] = [];
  const soFar = (): CompareOutcome => ({ ground: ground.measures, batches: [...batches] });

  async function compared(selection: CompareWork['selections'][number]): Promise<ComparedOutcome> {
    const started = performance.now();
    const rows = selection.matrix === undefined ? undefined : loaded;
    const outcome = await runSelection(selection, rows, alone, tools);
    const seconds = (performance.now() - started) / 1000;
    const picks = outcome.selection.picks.map(({ index }) => index);
    return { kind: 'batch', outcome, measures: await ground.measure(picks), seconds };
  }

  for (const selection of work.selections) {
    alone.progress({ phase: 'select', done: batches.length, total: work.selections.length });
    const outcome = await compared(selection).catch((error: unknown): ComparedOutcome => {
      if (!(error instanceof UserError) || error.code === 'cancelled') throw error;
      return { kind: 'refused', message: error.message };
    });
    throwIfAborted(context.signal);
    batches.push(outcome);
    part?.(soFar());
  }
  return soFar();
}
