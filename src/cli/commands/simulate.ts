import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { simulationSvg } from '../../core/simulate/svg.ts';
import { writeError } from '../../dataset/files/fileErrors.ts';
import type { SimulateRequest, SimulateResult } from '../../protocol/simulate.ts';
import type { Call, Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { absolute } from '../inputs/absolute.ts';
import { fileWorld, folderWorld, type World } from '../inputs/world.ts';
import { isOfRelations, relationSessions } from '../simulateRelations.ts';
import { names, requestOf, simulateFlags } from '../simulateRequest.ts';
import { simulationTables } from '../simulateTables.ts';
import { countUnreadable } from '../unreadable.ts';
import { folderPositional } from './embed.ts';

export const simulate: Command = {
  name: 'simulate',
  summary:
    'Try strategies on images whose classes are known: how accurate is a model after so many labels, chosen by each of them? Can be stopped and run again: it goes on where it stopped.',
  positionals: [folderPositional],
  flags: [...simulateFlags, ...settingFlags('encoder', 'executionProvider', 'threads'), ...folderFlags],
  examples: [
    'simulate photos --selectors random,typiclust,badge --budgets 20,50,100 --svg curves.svg',
    'simulate --embeddings features.npy --truth classes.npy --per-class --budgets 1,2,5 --seeds 10 --csv curves.csv',
    'simulate photos --encoders builtin,dinov2.onnx --svg encoders.svg',
  ],
  async run(call) {
    const embeddings = absolute(call, 'embeddings');
    const world = await (embeddings === undefined ? folderWorld(call) : fileWorld(call, embeddings));
    if (isOfRelations(call)) {
      const { json, text, svg, csv } = await relationSessions(call, world);
      await write(absolute(call, 'svg'), svg);
      await write(absolute(call, 'csv'), csv);
      return { json, text };
    }
    const request = requestOf(call, world);
    const runs = await runAll(call, world, request);
    await write(absolute(call, 'svg'), svgOf(runs));
    await write(absolute(call, 'csv'), csvOf(runs));
    return { json: jsonOf(call, runs), text: textOf(runs) };
  },
};

interface Run {
  /** Name of the encoder; '' where only one takes part. */
  readonly encoder: string;
  readonly result: SimulateResult;
}

/** One simulation, or one for each encoder and for the pixels. */
async function runAll(
  call: Call,
  { settings, source }: World,
  request: SimulateRequest,
): Promise<readonly Run[]> {
  const { words, terminal, signal, directory } = call;
  const engine = call.engine(settings.threads);
  const simulateOn = async (own: SimulateRequest): Promise<SimulateResult> => {
    const result = await engine.simulate(own, { signal, progress: terminal.progress });
    countUnreadable(result.unreadable, terminal);
    return result;
  };
  const encoders = names(words.list('encoders'));
  if (encoders.length === 0) return [{ encoder: '', result: await simulateOn(request) }];
  if (source.kind === 'file')
    throw new UserError(
      'usage',
      '--encoders embeds images, so it needs an image folder in place of --embeddings.',
    );
  const choices = [...new Set([...encoders, 'pixels'])].map((model) => ({
    model: ['builtin', 'pixels'].includes(model) ? model : path.resolve(directory, model),
  }));
  // The last of them must not turn out to be unusable after the others took their time.
  for (const choice of choices)
    if (choice.model !== 'pixels') await engine.inspectEncoder(choice, { signal, progress: () => {} });
  const runs: Run[] = [];
  for (const encoder of choices) {
    const result = await simulateOn({ ...request, source: { ...source, encoder } });
    runs.push({ encoder: result.encoder?.name ?? encoder.model, result });
  }
  return runs;
}

function svgOf(runs: readonly Run[]): string {
  return simulationSvg(runs.map(({ encoder, result }) => ({ title: encoder, report: result.report })));
}

/** Where encoders are compared, the first column says which. */
function csvOf(runs: readonly Run[]): string {
  if (runs.length === 1) return runs[0].result.csv;
  const lines = runs.flatMap(({ encoder, result }, r) => {
    const [head, ...rows] = result.csv.trimEnd().split('\r\n');
    const own = rows.map((row) => `"${encoder.replaceAll('"', '""')}",${row}`);
    return r === 0 ? [`encoder,${head}`, ...own] : own;
  });
  return `${lines.join('\r\n')}\r\n`;
}

function jsonOf({ version }: Call, runs: readonly Run[]): unknown {
  const documents = runs.map(({ result }) => {
    const { svg: _, csv: __, ...rest } = result;
    return rest;
  });
  return runs.length === 1 ? { ...documents[0], version } : { encoders: documents, version };
}

function textOf(runs: readonly Run[]): string {
  return runs
    .map(({ encoder, result }) => {
      const { tasks, seconds } = result;
      const reused = tasks.reused === 0 ? '' : `, ${tasks.reused} of them were there already`;
      return [
        ...(encoder === '' ? [] : [`== ${encoder}`]),
        simulationTables(result.report),
        `${tasks.total} runs in ${seconds.toFixed(1)} s${reused}.`,
      ].join('\n\n');
    })
    .join('\n\n');
}

async function write(file: string | undefined, text: string): Promise<void> {
  if (file === undefined) return;
  await writeFile(file, text).catch((error: unknown) => {
    throw writeError(error, file);
  });
}
