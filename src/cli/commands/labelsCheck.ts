import type { Dataset, Problem } from '../../dataset/types.ts';
import type { Command } from '../command.ts';
import { folderFlags } from '../flags.ts';
import { folderOf, openFolder } from '../inputs/folder.ts';
import { folderPositional } from './embed.ts';

/** Told, but nothing that a person has to mend. */
const notices: readonly Problem['kind'][] = [
  'renamed',
  'labels-restored',
  'history-replaced',
  'symlink-loop',
];

export const labelsCheck: Command = {
  name: 'labels check',
  summary:
    'Check labels.csv: rows that cannot be read, images that are missing, conflicts. Exit code 1 if there are any.',
  positionals: [folderPositional],
  flags: folderFlags,
  examples: ['labels check photos', 'labels check photos --json'],
  async run(call) {
    const folder = folderOf(call);
    const dataset = await openFolder(folder, await call.settings(folder), call.signal);
    try {
      const { problems, images, paths } = dataset;
      const errors = problems.filter(({ kind }) => !notices.includes(kind));
      const counts = countLabels(dataset);
      return {
        json: {
          labels: paths.labels,
          images: images.length,
          ...counts,
          problems,
          errors: errors.length,
          version: call.version,
        },
        text: [
          ...problems.map(
            (problem) => (errors.includes(problem) ? 'error   ' : 'notice  ') + problem.message,
          ),
          summary(paths.labels, images.length, counts, errors.length),
        ].join('\n'),
        failed: errors.length > 0,
      };
    } finally {
      await dataset.close();
    }
  },
};

interface Counts {
  readonly labeled: number;
  /** Those of them that only follow from relations. */
  readonly implied: number;
  readonly skipped: number;
  readonly flagged: number;
  readonly classes: readonly { readonly name: string; readonly count: number }[];
}

function countLabels({ annotations, classes }: Dataset): Counts {
  const all = [...annotations.values()];
  return {
    labeled: all.filter(({ label }) => label !== '').length,
    implied: all.filter(({ label, source }) => label !== '' && source === 'relation').length,
    skipped: all.filter(({ skipped }) => skipped).length,
    flagged: all.filter(({ flagged }) => flagged).length,
    classes: classes.map((name) => ({ name, count: all.filter(({ label }) => label === name).length })),
  };
}

function summary(file: string, images: number, counts: Counts, errors: number): string {
  const { labeled, implied, skipped, flagged, classes } = counts;
  const verdict = errors === 0 ? 'no errors' : `${errors} ${errors === 1 ? 'error' : 'errors'}`;
  return `${file}: ${labeled} of ${images} images labeled in ${classes.length} classes${implied === 0 ? '' : ` (${implied} of them by relations)`}, ${skipped} skipped, ${flagged} flagged; ${verdict}.`;
}
