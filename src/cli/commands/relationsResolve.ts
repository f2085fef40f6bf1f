import { UserError } from '../../core/errors.ts';
import { relationConflicts } from '../../dataset/relations/conflicts.ts';
import { freeAnswers, listedGroups, type PathGroups } from '../../dataset/relations/freeRelations.ts';
import type { Act, Dataset } from '../../dataset/types.ts';
import type { Call, Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { folderInput, folderOf, openFolder } from '../inputs/folder.ts';
import { poolRequest } from '../inputs/poolInput.ts';
import { wholeNumber } from '../inputs/wholeNumber.ts';
import { conflictText } from '../relations/conflictText.ts';
import { folderPositional } from './embed.ts';

const freeSources = ['folder', 'burst', 'duplicate'] as const;
type FreeSource = (typeof freeSources)[number];

export const relationsResolve: Command = {
  name: 'relations resolve',
  summary:
    'List contradictions, each with the shortest chain that proves it and the pair whose answer settles it. Withdraws an answer, or takes over what is known for free, before.',
  positionals: [folderPositional],
  flags: [
    {
      name: 'retract',
      kind: 'list',
      value: 'ID',
      description: 'Withdraw the answer with this id. May be given several times.',
    },
    {
      name: 'free',
      kind: 'text',
      value: freeSources.join('|'),
      description:
        'Take over what is known for free: images of one small folder, of one burst by the times of their files, or copies as the review finds them.',
    },
    {
      name: 'eliminate',
      kind: 'text',
      value: 'on|off',
      description: 'Whether an image that is of no class but one is of that one: the class list is closed.',
    },
    { name: 'count', kind: 'text', value: 'N', description: 'How many contradictions to list. Default: 20.' },
    ...settingFlags('annotator', 'encoder', 'executionProvider', 'threads'),
    ...folderFlags,
  ],
  examples: [
    'relations resolve photos',
    'relations resolve photos --retract 3fGh1kQz8sLw',
    'relations resolve photos --free duplicate',
  ],
  async run(call) {
    const count = wholeNumber(call.words, 'count', { standard: 20, min: 1 });
    const free = oneOf(freeSources, call.words.text('free'), 'free');
    const eliminate = oneOf(['on', 'off'], call.words.text('eliminate'), 'eliminate');
    const copies = free === 'duplicate' ? await copiesIn(call) : [];
    const folder = folderOf(call);
    const dataset = await openFolder(folder, await call.settings(folder), call.signal);
    try {
      const retracted = call.words.list('retract');
      const taken = free === undefined ? [] : freeAnswers(groupsOf(dataset, free, copies), free, dataset);
      const acts: readonly Act[] = [
        ...retracted.map((of) => ({ kind: 'retract', of }) as const),
        ...taken,
        ...(eliminate === undefined ? [] : [{ kind: 'eliminate', on: eliminate === 'on' } as const]),
      ];
      if (acts.length > 0) await dataset.act(acts);
      await dataset.flush();
      return listed(call, dataset, count, { retracted: retracted.length, taken: taken.length, free });
    } finally {
      await dataset.close();
    }
  },
};

interface Done {
  readonly retracted: number;
  readonly taken: number;
  readonly free: FreeSource | undefined;
}

function listed(
  { version }: Call,
  dataset: Dataset,
  most: number,
  { retracted, taken, free }: Done,
): Awaited<ReturnType<Command['run']>> {
  const { count, shown } = relationConflicts(dataset, most);
  const { implied } = dataset.relations;
  const done = [
    ...(retracted === 0
      ? []
      : [`${retracted === 1 ? '1 answer is' : `${retracted} answers are`} withdrawn.`]),
    ...(free === undefined ? [] : [`${taken} ${taken === 1 ? 'group' : 'groups'} taken over by ${free}.`]),
    ...(retracted + taken > 0 ? [`${implied} images have a label by relations now.`] : []),
  ];
  const more = count > shown.length ? [`And ${count - shown.length} more (--count lists them).`] : [];
  return {
    json: { retracted, taken, implied, count, conflicts: shown, version },
    text: [
      ...done,
      ...(count === 0 ? ['Nothing contradicts.'] : shown.map((one, i) => conflictText(one, i + 1))),
      ...more,
    ].join('\n'),
  };
}

function groupsOf({ images }: Dataset, source: FreeSource, copies: PathGroups): PathGroups {
  return source === 'duplicate' ? copies : listedGroups(images, source);
}

/** Groups of equal files, and of pictures that are almost equal where images are embedded. */
async function copiesIn(call: Call): Promise<PathGroups> {
  const input = await folderInput(call);
  try {
    const { names, settings } = input;
    const checks = ['exact-duplicates', 'near-duplicates'] as const;
    const { findings } = await call
      .engine(settings.threads)
      .review(
        { ...poolRequest(input), checks, seed: settings.seed },
        { signal: call.signal, progress: call.terminal.progress },
      );
    return findings.map(({ rows }) => Array.from(rows, (row) => names[row]));
  } finally {
    await input.close();
  }
}

function oneOf<T extends string>(
  known: readonly T[],
  given: string | undefined,
  flag: string,
): T | undefined {
  if (given === undefined) return undefined;
  const found = known.find((value) => value === given);
  if (found === undefined)
    throw new UserError('usage', `--${flag} is "${given}"; it must be one of ${known.join(', ')}.`);
  return found;
}
