import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { exportLabels as writeLabels } from '../../dataset/formats/exportLabels.ts';
import { imageTransfers, type SplitRequest, splitRules } from '../../dataset/formats/format.ts';
import { formats } from '../../dataset/formats/registry.ts';
import type { Command, Words } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { formatFlag, readFormat } from '../formatFlag.ts';
import { folderOf, openFolder } from '../inputs/folder.ts';
import { folderPositional } from './embed.ts';

const standardFraction = 0.2;

export const exportLabels: Command = {
  name: 'export',
  summary: 'Write the labels in another format. Nothing is ever overwritten.',
  positionals: [folderPositional],
  flags: [
    formatFlag('export'),
    { name: 'out', kind: 'text', value: 'PATH', description: 'The file or folder to write. Required.' },
    {
      name: 'images',
      kind: 'text',
      value: 'HOW',
      description: `How images get into formats that hold them: ${imageTransfers.join(', ')}. Default: ${imageTransfers[0]}.`,
    },
    {
      name: 'split',
      kind: 'text',
      value: 'RULE',
      description:
        'Hold a part out for validation: stratified keeps the proportion of each class, group keeps the images of a folder together. Default: no split.',
    },
    {
      name: 'val-fraction',
      kind: 'text',
      value: 'PART',
      description: `The part that is held out by --split, above 0 and below 1. Default: ${standardFraction}.`,
    },
    {
      name: 'only-given',
      kind: 'switch',
      description: 'Leave out labels that only follow from relations, such as from a set for validation.',
    },
    ...settingFlags('seed'),
    ...folderFlags,
  ],
  examples: [
    'export photos --out labels-today.csv',
    'export photos --format class-folders --images hard-link --out dataset',
    'export photos --format yolo --split stratified --val-fraction 0.2 --out dataset',
  ],
  more: {
    heading: 'Formats',
    entries: formats.filter(({ export: writer }) => writer).map(({ id, detail }) => [id, detail] as const),
  },
  async run(call) {
    const { words, terminal, signal } = call;
    const format = readFormat(words, 'export');
    const out = words.text('out');
    if (out === undefined)
      throw new UserError('usage', '--out is missing: name the file or folder to write.');
    const to = path.resolve(call.directory, out);
    const images = oneOf(imageTransfers, words.text('images') ?? imageTransfers[0], 'images');
    const folder = folderOf(call);
    const settings = await call.settings(folder);
    const split = readSplit(words, settings.seed);
    const dataset = await openFolder(folder, settings, signal);
    try {
      const { progress } = terminal;
      const onlyGiven = words.isOn('only-given') ?? false;
      const request = { dataset, to, images, onlyGiven, signal, progress, ...(split && { split }) };
      const done = await writeLabels(format, request);
      for (const { message } of done.problems) terminal.say(message);
      return {
        json: {
          format: format.id,
          out: to,
          exported: done.count,
          classes: done.classes,
          split: split === undefined ? null : { ...split, ...done.split },
          problems: done.problems,
          version: call.version,
        },
        text: `Exported ${done.count} labels to ${to}${done.split === undefined ? '' : `: ${done.split.train} to train, ${done.split.val} to validate`}.`,
      };
    } finally {
      await dataset.close();
    }
  },
};

function readSplit(words: Words, seed: number): SplitRequest | undefined {
  const rule = words.text('split');
  const given = words.text('val-fraction');
  if (rule === undefined) {
    if (given === undefined) return undefined;
    throw new UserError(
      'usage',
      `--val-fraction needs a rule: add --split ${splitRules.join(' or --split ')}.`,
    );
  }
  const fraction = given === undefined ? standardFraction : Number(given);
  if (!(fraction > 0 && fraction < 1))
    throw new UserError('usage', `--val-fraction is "${given}"; it must be a number above 0 and below 1.`);
  return { by: oneOf(splitRules, rule, 'split'), fraction, seed };
}

function oneOf<T extends string>(known: readonly T[], given: string, flag: string): T {
  const found = known.find((value) => value === given);
  if (found === undefined)
    throw new UserError('usage', `--${flag} is "${given}"; it must be one of ${known.join(', ')}.`);
  return found;
}
