import { writeFile } from 'node:fs/promises';
import type { ConstraintReport } from '../../core/constraints/constraints.ts';
import { selectors } from '../../core/selectors/registry.ts';
import type { Selector } from '../../core/selectors/selector.ts';
import { batchManifest } from '../../dataset/batchManifest.ts';
import { writeError } from '../../dataset/files/fileErrors.ts';
import type { BatchManifest } from '../../dataset/types.ts';
import type { SelectResult } from '../../protocol/engine.ts';
import type { Call, Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { absolute } from '../inputs/absolute.ts';
import type { Input } from '../inputs/input.ts';
import { poolFlags, poolRequest, withPool } from '../inputs/poolInput.ts';
import { picksTable } from '../picksTable.ts';
import { countUnreadable } from '../unreadable.ts';
import { folderPositional } from './embed.ts';

export const select: Command = {
  name: 'select',
  summary: 'Choose the batch of images to label next, embedding first what is not embedded yet.',
  positionals: [folderPositional],
  flags: [
    ...settingFlags(
      'selector',
      'batchSize',
      'seed',
      'selectorParameters',
      'encoder',
      'head',
      'features',
      'totalBudget',
    ),
    ...poolFlags,
    ...settingFlags('excludeDuplicates', 'balance', 'maxPerGroup'),
    {
      name: 'manifest',
      kind: 'text',
      value: 'FILE',
      description: 'Write the manifest of the batch there too.',
    },
    ...settingFlags('executionProvider', 'threads', 'annotator'),
    ...folderFlags,
  ],
  examples: [
    'select photos --budget 40',
    'select photos --selector typiclust --seed 1 --json',
    'select photos --probabilities predictions.csv --selector margin --balance class',
    'select --embeddings features.npy --names names.txt --labels labeled.csv',
  ],
  more: {
    heading: 'Strategies and their parameters',
    entries: selectors.map(({ id, summary, parameters }) => [
      id,
      [summary, ...parameterTexts(parameters)].join(' '),
    ]),
  },
  run: (call) => withPool(call, (input) => choose(call, input)),
};

function parameterTexts(parameters: Selector['parameters']): string[] {
  return Object.entries(parameters).map(([name, spec]) => `${name}=${spec.default}: ${spec.title}.`);
}

async function choose(call: Call, input: Input): ReturnType<Command['run']> {
  const { terminal, signal, version } = call;
  const { settings, names, pool, imports, origin: source } = input;
  const { batchSize: budget, head, totalBudget, seed, excludeDuplicates, balance, maxPerGroup } = settings;
  const request = {
    ...poolRequest(input),
    selector: settings.selector,
    parameters: settings.selectorParameters,
    budget,
    seed,
    constraints: { excludeDuplicates, balance, maxPerGroup },
  };
  const result = await call.engine(settings.threads).select(request, { signal, progress: terminal.progress });
  countUnreadable(result.unreadable, terminal);
  for (const note of result.notes) terminal.say(note);
  const context = { names, pool, budget, source, imports, head, totalBudget, version };
  const manifest = batchManifest(context, result);
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
      constraints: result.constraints,
      classes: result.classes,
      imports,
      settings,
      version,
      manifest: file ?? null,
      chosen: result.chosen ?? null,
      curve: result.curve ?? null,
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
  { selector, chosen, seconds, shortfall, constraints }: SelectResult,
  { picks, budget, poolSize }: Pick<BatchManifest, 'picks' | 'budget' | 'poolSize'>,
  file: string | undefined,
  width: number,
): string {
  const strategy = chosen === undefined ? selector : `${chosen.selector}: ${chosen.why}`;
  if (picks.length === 0)
    return `Nothing is left to choose: every image is labeled, skipped, excluded, a copy of a labeled one, or cannot be read.`;
  const chosenCount = `${picks.length}`;
  const allOrSome = isAll(constraints) ? `all ${chosenCount} that are left` : chosenCount;
  const count = shortfall > 0 ? `${allOrSome} of the ${budget} asked for` : chosenCount;
  return [
    `Strategy ${strategy}`,
    '',
    picksTable(picks, width),
    '',
    `Chose ${count} out of ${poolSize} in ${seconds.toFixed(1)} s.`,
    ...(file === undefined ? [] : [`Manifest: ${file}`]),
  ].join('\n');
}

/** Whether a short batch is all there was, and not what constraints left of it. */
function isAll({ leftOut, maxPerGroup }: ConstraintReport): boolean {
  return leftOut.copiesOfLabeled + leftOut.copiesOfPicked === 0 && maxPerGroup === 0;
}
