import { writeFile } from 'node:fs/promises';
import { selectors } from '../../core/selectors/registry.ts';
import type { Selector } from '../../core/selectors/selector.ts';
import { batchManifest } from '../../dataset/batchManifest.ts';
import { writeError } from '../../dataset/files/fileErrors.ts';
import type { BatchManifest } from '../../dataset/types.ts';
import type { SelectResult } from '../../protocol/engine.ts';
import type { Call, Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { fileInput } from '../inputs/files.ts';
import { absolute, folderInput } from '../inputs/folder.ts';
import type { Input } from '../inputs/input.ts';
import { picksTable } from '../picksTable.ts';
import { countUnreadable } from '../unreadable.ts';
import { folderPositional } from './embed.ts';

export const select: Command = {
  name: 'select',
  summary: 'Choose the batch of images to label next, embedding first what is not embedded yet.',
  positionals: [folderPositional],
  flags: [
    ...settingFlags('selector', 'batchSize', 'seed', 'selectorParameters', 'encoder'),
    {
      name: 'labels',
      kind: 'text',
      value: 'FILE',
      description: 'Labels (path,label) to use in place of the folder’s labels.csv. Only read.',
    },
    {
      name: 'embeddings',
      kind: 'text',
      value: 'X.npy',
      description: 'Choose among the rows of this N x D array; no folder is needed.',
    },
    {
      name: 'names',
      kind: 'text',
      value: 'FILE',
      description: 'Names of those rows, one per line. Default: the row numbers.',
    },
    {
      name: 'clusters',
      kind: 'text',
      value: 'IDS.npy',
      description: 'A cluster id per image, to be used as they are.',
    },
    { name: 'within', kind: 'text', value: 'GLOB', description: 'Choose only among images that match.' },
    {
      name: 'manifest',
      kind: 'text',
      value: 'FILE',
      description: 'Write the manifest of the batch there too.',
    },
    ...settingFlags('threads', 'annotator'),
    ...folderFlags,
  ],
  examples: [
    'select photos --budget 40',
    'select photos --selector typiclust --seed 1 --json',
    'select --embeddings features.npy --names names.txt --labels labeled.csv',
  ],
  more: {
    heading: 'Strategies and their parameters',
    entries: selectors.map(({ id, summary, parameters }) => [
      id,
      [summary, ...parameterTexts(parameters)].join(' '),
    ]),
  },
  async run(call) {
    const embeddings = absolute(call, 'embeddings');
    const input = await (embeddings === undefined ? folderInput(call) : fileInput(call, embeddings));
    try {
      return await choose(call, input);
    } finally {
      await input.close();
    }
  },
};

function parameterTexts(parameters: Selector['parameters']): string[] {
  return Object.entries(parameters).map(([name, spec]) => `${name}=${spec.default}: ${spec.title}.`);
}

async function choose(call: Call, input: Input): ReturnType<Command['run']> {
  const { terminal, signal, version } = call;
  const { settings, names, pool, clusters } = input;
  const budget = settings.batchSize;
  const request = {
    source: input.source,
    ...pool,
    selector: settings.selector,
    parameters: settings.selectorParameters,
    budget,
    seed: settings.seed,
    ...(clusters === undefined ? {} : { clusters }),
  };
  const result = await call.engine(settings.threads).select(request, { signal, progress: terminal.progress });
  countUnreadable(result.unreadable, terminal);
  for (const note of result.notes) terminal.say(note);
  const manifest = batchManifest({ names, pool, budget, source: input.origin, version }, result);
  const file = result.picks.length === 0 ? undefined : await keep(call, input, manifest);
  return {
    json: {
      selector: result.selector,
      params: result.parameters,
      seed: result.seed,
      picks: manifest.picks,
      shortfall: result.shortfall,
      seconds: result.seconds,
      inputs: result.inputs,
      settings,
      version,
      manifest: file ?? null,
      chosen: result.chosen ?? null,
      notes: result.notes,
      unreadable: result.unreadable,
    },
    text: report(result, manifest, file, terminal.width),
  };
}

/** Keeps the manifest with the folder and where `--manifest` says. A batch that cannot be kept is still shown. */
async function keep(
  call: Call,
  input: Input,
  manifest: Omit<BatchManifest, 'id' | 'time'>,
): Promise<string | undefined> {
  const file = absolute(call, 'manifest');
  let kept: string | undefined;
  try {
    kept = await input.keep(manifest);
  } catch (error) {
    call.terminal.say(`The batch is not recorded: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (file === undefined) return kept;
  const whole: BatchManifest = { id: 'none', time: new Date().toISOString(), ...manifest };
  await writeFile(file, `${JSON.stringify(whole, null, 1)}\n`).catch((error: unknown) => {
    throw writeError(error, file);
  });
  return file;
}

function report(
  { selector, chosen, seconds, shortfall }: SelectResult,
  { picks, budget, poolSize }: Pick<BatchManifest, 'picks' | 'budget' | 'poolSize'>,
  file: string | undefined,
  width: number,
): string {
  const strategy = chosen === undefined ? selector : `${chosen.selector}: ${chosen.why}`;
  if (picks.length === 0)
    return `Nothing is left to choose: every image is labeled, skipped, excluded or cannot be read.`;
  const count =
    shortfall > 0 ? `all ${picks.length} that are left of the ${budget} asked for` : `${picks.length}`;
  return [
    `Strategy ${strategy}`,
    '',
    picksTable(picks, width),
    '',
    `Chose ${count} out of ${poolSize} in ${seconds.toFixed(1)} s.`,
    ...(file === undefined ? [] : [`Manifest: ${file}`]),
  ].join('\n');
}
