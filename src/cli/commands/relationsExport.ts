import { UserError } from '../../core/errors.ts';
import {
  answerLines,
  classLines,
  pairLines,
  type TableLines,
  writeTable,
} from '../../dataset/relations/exportTables.ts';
import type { Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { absolute } from '../inputs/absolute.ts';
import { folderOf, openFolder } from '../inputs/folder.ts';
import { wholeNumber } from '../inputs/wholeNumber.ts';
import { folderPositional } from './embed.ts';

const standardPairs = 100_000;

export const relationsExport: Command = {
  name: 'relations export',
  summary:
    'Write what is known of relations: the answers, pairs for metric learning, components as provisional classes. Nothing is ever overwritten.',
  positionals: [folderPositional],
  flags: [
    {
      name: 'answers',
      kind: 'text',
      value: 'FILE.jsonl',
      description: 'The answers that were not withdrawn, one per line, as in relations.jsonl.',
    },
    {
      name: 'pairs',
      kind: 'text',
      value: 'FILE.csv',
      description:
        'Pairs (path_a,path_b,relation,by): what was said and is not contradicted, each pair once.',
    },
    {
      name: 'implied',
      kind: 'switch',
      description: 'With --pairs, also pairs that follow from answers and labels, drawn by --seed.',
    },
    {
      name: 'max-pairs',
      kind: 'text',
      value: 'N',
      description: `The most pairs to draw with --implied, half of them the same and half different where there are so many: they grow with the square of the images. Default: ${standardPairs}.`,
    },
    {
      name: 'classes',
      kind: 'text',
      value: 'FILE.csv',
      description: 'Classes (path,label): the label of an image, or group-<n> in a group without a name.',
    },
    ...settingFlags('seed'),
    ...folderFlags,
  ],
  examples: [
    'relations export photos --pairs pairs.csv',
    'relations export photos --pairs pairs.csv --implied --max-pairs 1000000',
    'relations export photos --classes classes.csv --answers answers.jsonl',
  ],
  async run(call) {
    const { words, signal } = call;
    const mostPairs = wholeNumber(words, 'max-pairs', { standard: standardPairs, min: 1, max: 10_000_000 });
    const isImplied = words.isOn('implied') ?? false;
    if (words.text('pairs') === undefined && (isImplied || words.text('max-pairs') !== undefined))
      throw new UserError('usage', '--implied and --max-pairs are about --pairs; name that file as well.');
    if (words.text('max-pairs') !== undefined && !isImplied)
      throw new UserError('usage', '--max-pairs limits what --implied draws; add --implied.');
    const folder = folderOf(call);
    const settings = await call.settings(folder);
    const dataset = await openFolder(folder, settings, signal);
    try {
      const tables: Readonly<Record<'answers' | 'pairs' | 'classes', () => TableLines>> = {
        answers: () => answerLines(dataset),
        pairs: () => pairLines(dataset, isImplied ? { most: mostPairs, seed: settings.seed } : undefined),
        classes: () => classLines(dataset),
      };
      const written: { what: string; file: string; lines: number; known: number }[] = [];
      for (const what of ['answers', 'pairs', 'classes'] as const) {
        const file = absolute(call, what);
        if (file === undefined) continue;
        const { lines, known } = tables[what]();
        await writeTable(file, lines, signal);
        written.push({ what, file, lines: what === 'answers' ? lines.length : lines.length - 1, known });
      }
      if (written.length === 0)
        throw new UserError('usage', 'Name at least one file to write: --answers, --pairs or --classes.');
      return {
        json: { written, version: call.version },
        text: written
          .map(({ what, file, lines, known }) => {
            const of = known > lines ? ` of ${known} that are known` : '';
            return `Wrote ${lines} ${what === 'classes' ? 'images with a class' : what}${of} to ${file}.`;
          })
          .join('\n'),
      };
    } finally {
      await dataset.close();
    }
  },
};
