import path from 'node:path';
import { importActs } from '../../dataset/formats/importActs.ts';
import { formats } from '../../dataset/formats/registry.ts';
import type { Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { formatFlag, readFormat } from '../formatFlag.ts';
import { folderOf, openFolder } from '../inputs/folder.ts';
import { folderPositional } from './embed.ts';

export const importLabels: Command = {
  name: 'import',
  summary: 'Take labels over from another file or folder. What is labeled here already stays as it is.',
  positionals: [
    {
      name: 'source',
      description: 'The file or folder to read; which one it is depends on the format.',
    },
    folderPositional,
  ],
  flags: [formatFlag('import'), ...settingFlags('annotator'), ...folderFlags],
  examples: [
    'import old-labels.csv photos',
    'import photos photos --format class-folders',
    'import instances_train.json photos --format coco',
  ],
  more: {
    heading: 'Formats',
    entries: formats.filter((format) => format.import).map(({ id, title }) => [id, title] as const),
  },
  async run(call) {
    const { terminal, signal } = call;
    const format = readFormat(call.words, 'import');
    const from = path.resolve(call.directory, call.words.positionals[0]);
    const folder = folderOf(call, 1);
    const dataset = await openFolder(folder, await call.settings(folder), signal);
    try {
      const found = await format.import?.read({ dataset, from, signal });
      if (found === undefined) throw new Error(`${format.id} has no import`);
      const { acts, kept, problems } = importActs(dataset, found);
      for (const { message } of [...found.problems, ...problems]) terminal.say(message);
      if (acts.length > 0) await dataset.act(acts);
      await dataset.flush();
      const paths = acts.flatMap((act) => (act.kind === 'label' ? [act.path] : []));
      const all = [...found.problems, ...problems];
      return {
        json: {
          format: format.id,
          imported: paths.length,
          kept,
          missing: found.missing,
          problems: all,
          version: call.version,
        },
        text: `Imported ${paths.length} labels into ${dataset.paths.labels}; ${kept} images keep the decision they had, ${found.missing} labels are for images that are not there.`,
      };
    } finally {
      await dataset.close();
    }
  },
};
