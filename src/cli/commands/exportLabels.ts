import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { ExportRequest } from '../../dataset/formats/format.ts';
import type { Command, Words } from '../command.ts';
import { folderFlags } from '../flags.ts';
import { formatFlag, readFormat } from '../formatFlag.ts';
import { folderOf, openFolder } from '../inputs/folder.ts';
import { folderPositional } from './embed.ts';

const ways: readonly ExportRequest['images'][] = ['copy', 'hard-link', 'symbolic-link'];

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
      description: `How images get into class folders: ${ways.join(', ')}. Default: ${ways[0]}.`,
    },
    ...folderFlags,
  ],
  examples: ['export photos --out labels-today.csv', 'export photos --format class-folders --out dataset'],
  async run(call) {
    const { words, terminal, signal } = call;
    const format = readFormat(words, 'export');
    const out = words.text('out');
    if (out === undefined)
      throw new UserError('usage', '--out is missing: name the file or folder to write.');
    const to = path.resolve(call.directory, out);
    const images = readWay(words);
    const folder = folderOf(call);
    const dataset = await openFolder(folder, await call.settings(folder), signal);
    try {
      const done = await format.export?.({ dataset, to, images, signal, progress: terminal.progress });
      if (done === undefined) throw new Error(`${format.id} has no export`);
      for (const { message } of done.problems) terminal.say(message);
      return {
        json: {
          format: format.id,
          out: to,
          exported: done.count,
          problems: done.problems,
          version: call.version,
        },
        text: `Exported ${done.count} labels to ${to}.`,
      };
    } finally {
      await dataset.close();
    }
  },
};

function readWay(words: Words): ExportRequest['images'] {
  const given = words.text('images') ?? ways[0];
  const way = ways.find((known) => known === given);
  if (way === undefined)
    throw new UserError('usage', `--images is "${given}"; it must be one of ${ways.join(', ')}.`);
  return way;
}
