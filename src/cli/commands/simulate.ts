import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { type SimulationHead, type Strategy, simulationHeads } from '../../core/simulate/simulation.ts';
import { simulationSvg } from '../../core/simulate/svg.ts';
import { writeError } from '../../dataset/files/fileErrors.ts';
import type { SimulateRequest, SimulateResult } from '../../protocol/simulate.ts';
import type { Call, Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { absolute } from '../inputs/absolute.ts';
import { fileWorld, folderWorld, type World } from '../inputs/world.ts';
import { simulationTables } from '../simulateTables.ts';
import { countUnreadable } from '../unreadable.ts';
import { folderPositional } from './embed.ts';

const usualSelectors = 'random,auto,typiclust,max-herding';
const usualBudgets = '1,2,5,10,20';

export const simulate: Command = {
  name: 'simulate',
  summary:
    'Try strategies on images whose classes are known: how accurate is a model after so many labels, chosen by each of them? Can be stopped and run again: it goes on where it stopped.',
  positionals: [folderPositional],
  flags: [
    {
      name: 'truth',
      kind: 'text',
      value: 'FILE',
      description:
        'True classes: path,label, or a .npy with a class number per row (-1: not known). Default: the folder’s labels.csv, or its sub-folders where these know more.',
    },
    {
      name: 'selectors',
      kind: 'list',
      value: 'A,B',
      description: `Strategies, each with parameters if need be: max-herding:sigma=median. Default: ${usualSelectors}.`,
    },
    {
      name: 'budgets',
      kind: 'text',
      value: 'N,N',
      description: `Labels in all after each round. Default: ${usualBudgets} per class.`,
    },
    { name: 'per-class', kind: 'switch', description: 'The budgets are labels per class.' },
    {
      name: 'seeds',
      kind: 'text',
      value: 'N',
      description: 'Repetitions, each with a split of its own. Default: 5.',
    },
    {
      name: 'head',
      kind: 'list',
      value: 'NAME',
      description: `What measures accuracy, and what strategies ask for probabilities: ${simulationHeads.join(', ')}. Default: softmax,1nn.`,
    },
    {
      name: 'held-out',
      kind: 'text',
      value: 'SHARE',
      description: 'Share of each class that accuracy is measured with. Default: 0.3.',
    },
    { name: 'pool-size', kind: 'text', value: 'N', description: 'Choose among so many images at most.' },
    { name: 'held-out-size', kind: 'text', value: 'N', description: 'Measure with so many images at most.' },
    {
      name: 'reference',
      kind: 'text',
      value: 'NAME',
      description: 'Strategy that the others are compared with. Default: random.',
    },
    {
      name: 'one-shot',
      kind: 'list',
      value: 'A,B',
      description: 'Strategies that choose every budget anew, from no label.',
    },
    {
      name: 'target',
      kind: 'list',
      value: 'SHARE',
      description: 'How many labels for this accuracy? Default: 90 % of that with every image labeled.',
    },
    {
      name: 'encoders',
      kind: 'list',
      value: 'A,B',
      description:
        'Compare encoders (builtin, or ONNX files), and with them a random projection of the pixels as the floor.',
    },
    {
      name: 'embeddings',
      kind: 'text',
      value: 'X.npy',
      description: 'Rows in place of a folder; needs --truth.',
    },
    {
      name: 'names',
      kind: 'text',
      value: 'FILE',
      description: 'Names of those rows, one per line. Default: the row numbers.',
    },
    { name: 'svg', kind: 'text', value: 'FILE', description: 'Write the learning curves there.' },
    {
      name: 'csv',
      kind: 'text',
      value: 'FILE',
      description: 'Write a line per strategy, seed, budget and head there.',
    },
    ...settingFlags('encoder', 'threads'),
    ...folderFlags,
  ],
  examples: [
    'simulate photos --selectors random,typiclust,badge --budgets 20,50,100 --svg curves.svg',
    'simulate --embeddings features.npy --truth classes.npy --per-class --budgets 1,2,5 --seeds 10 --csv curves.csv',
    'simulate photos --encoders builtin,dinov2.onnx --svg encoders.svg',
  ],
  async run(call) {
    const embeddings = absolute(call, 'embeddings');
    const world = await (embeddings === undefined ? folderWorld(call) : fileWorld(call, embeddings));
    const request = requestOf(call, world);
    const runs = await runAll(call, world, request);
    await write(absolute(call, 'svg'), svgOf(runs));
    await write(absolute(call, 'csv'), csvOf(runs));
    return { json: jsonOf(call, runs), text: textOf(runs) };
  },
};

function requestOf({ words, version }: Call, { classes, truth, cache, source }: World): SimulateRequest {
  const oneShot = new Set(names(words.list('one-shot')));
  const selectors = names(words.list('selectors').length > 0 ? words.list('selectors') : [usualSelectors]);
  const asked = words.text('budgets');
  const known = new Set(truth.filter((c) => c >= 0)).size;
  const each = asked === undefined || words.isOn('per-class') === true ? known : 1;
  const heads = names(words.list('head')) as SimulationHead[];
  const targets = names(words.list('target')).map((text) => numberOf('target', text));
  const reference = words.text('reference');
  return {
    source,
    classes,
    truth,
    cache,
    version,
    strategies: selectors.map((text) => strategyOf(text, oneShot)),
    budgets: names([asked ?? usualBudgets]).map((text) => each * numberOf('budgets', text)),
    seeds: Array.from({ length: numberOf('seeds', words.text('seeds') ?? '5') }, (_, seed) => seed),
    heldOut: numberOf('held-out', words.text('held-out') ?? '0.3'),
    poolSize: numberOf('pool-size', words.text('pool-size') ?? '0'),
    heldOutSize: numberOf('held-out-size', words.text('held-out-size') ?? '0'),
    ...(heads.length > 0 ? { heads } : {}),
    ...(reference === undefined ? {} : { reference }),
    ...(targets.length > 0 ? { targets, ceiling: false } : {}),
  };
}

/** `name` or `name:parameter=value:…`; the whole text is what the strategy is called. */
function strategyOf(text: string, oneShot: ReadonlySet<string>): Strategy {
  const [selector, ...pairs] = text.split(':');
  const parameters = Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new UserError(
        'usage',
        `"${text}" is no strategy with parameters; write them as in max-herding:sigma=0.5.`,
      );
    }),
  );
  return { name: text, selector, parameters, ...(oneShot.has(text) ? { isOneShot: true } : {}) };
}

/** The parts of values that were given at once with commas, or one by one. */
function names(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new UserError('usage', `--${flag} is "${text}"; it must be a number.`);
}

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
  const runs: Run[] = [];
  for (const model of [...encoders, 'pixels']) {
    const isWord = model === 'builtin' || model === 'pixels';
    const encoder = { model: isWord ? model : path.resolve(directory, model) };
    const result = await simulateOn({ ...request, source: { ...source, encoder } });
    runs.push({ encoder: result.encoder?.name ?? model, result });
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
