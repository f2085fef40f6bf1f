import type { CompareResult } from '../../protocol/compare.ts';
import type { Call, Command } from '../command.ts';
import { compareTables } from '../compareTables.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import type { Input } from '../inputs/input.ts';
import { poolFlags, poolRequest, withPool } from '../inputs/poolInput.ts';
import { names, strategyOf } from '../simulateRequest.ts';
import { countUnreadable } from '../unreadable.ts';
import { folderPositional } from './embed.ts';

const usualSelectors = 'auto,random,typiclust,k-center';

export const compare: Command = {
  name: 'compare',
  summary:
    'Compare the batches that strategies would choose next, before one label is spent. Records nothing.',
  positionals: [folderPositional],
  flags: [
    {
      name: 'selectors',
      kind: 'list',
      value: 'A,B',
      description: `Two to four strategies, each with parameters if need be: max-herding:sigma=median. Default: ${usualSelectors}.`,
    },
    ...settingFlags('batchSize', 'seed', 'encoder', 'head', 'features', 'totalBudget'),
    ...poolFlags,
    ...settingFlags('excludeDuplicates', 'balance', 'maxPerGroup', 'executionProvider', 'threads'),
    ...folderFlags,
  ],
  examples: [
    'compare photos --budget 40',
    'compare photos --selectors typiclust,badge,random --json',
    'compare --embeddings features.npy --names names.txt --labels labeled.csv',
  ],
  run: (call) => withPool(call, (input) => compareOn(call, input)),
};

async function compareOn(call: Call, input: Input): ReturnType<Command['run']> {
  const { terminal, signal, words } = call;
  const { settings } = input;
  const { batchSize: budget, seed, excludeDuplicates, balance, maxPerGroup } = settings;
  const asked = words.list('selectors').length > 0 ? words.list('selectors') : [usualSelectors];
  const request = {
    ...poolRequest(input),
    strategies: names(asked).map((text) => {
      const { selector, parameters } = strategyOf(text, new Set());
      return { selector, parameters };
    }),
    budget,
    seed,
    constraints: { excludeDuplicates, balance, maxPerGroup },
  };
  const result = await call
    .engine(settings.threads)
    .compare(request, { signal, progress: terminal.progress });
  const [first] = result.strategies.flatMap((one) => (one.kind === 'batch' ? [one.batch] : []));
  countUnreadable(first?.unreadable ?? [], terminal);
  for (const note of notesOf(result)) terminal.say(note);
  return { json: jsonOf(call, input, result), text: compareTables(result) };
}

/** Of the comparison and of its batches, each once; those that not all batches share with the strategy they are of. */
function notesOf({ notes, strategies }: CompareResult): Iterable<string> {
  const batches = strategies.flatMap((one) => (one.kind === 'batch' ? [one.batch] : []));
  const told = batches.flatMap(({ selector, notes: own }) =>
    own.map((note) => {
      const isShared = batches.every((other) => other.notes.includes(note));
      return isShared || notes.includes(note) ? note : `${selector}: ${note}`;
    }),
  );
  return new Set([...notes, ...told]);
}

function jsonOf({ version }: Call, { settings, names: paths }: Input, result: CompareResult): unknown {
  const { strategies, ...rest } = result;
  return {
    ...rest,
    strategies: strategies.map((strategy) => {
      if (strategy.kind === 'refused') return { selector: strategy.selector, error: strategy.message };
      const { batch, measures } = strategy;
      const {
        selector,
        parameters: params,
        chosen = null,
        shortfall,
        seconds,
        notes,
        inputs,
        constraints,
      } = batch;
      const picks = batch.picks.map(({ index, score, reason }) => ({
        index,
        path: paths[index],
        score,
        reason,
      }));
      return { selector, params, chosen, picks, shortfall, measures, seconds, notes, inputs, constraints };
    }),
    budget: settings.batchSize,
    seed: settings.seed,
    settings,
    version,
  };
}
