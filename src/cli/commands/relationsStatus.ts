import type { Command } from '../command.ts';
import { counted } from '../counted.ts';
import { folderFlags } from '../flags.ts';
import { folderOf, openFolder } from '../inputs/folder.ts';
import { printable } from '../printable.ts';
import { type RelationState, relationState } from '../relations/relationState.ts';
import { folderPositional } from './embed.ts';

/** Problems that are told in full. */
const mostProblems = 10;

export const relationsStatus: Command = {
  name: 'relations status',
  summary:
    'Say what the answers about relations have come to: labels, groups without a name, contradictions.',
  positionals: [folderPositional],
  flags: folderFlags,
  examples: ['relations status photos', 'relations status photos --json'],
  async run(call) {
    const folder = folderOf(call);
    const dataset = await openFolder(folder, await call.settings(folder), call.signal);
    try {
      const unread = dataset.problems.filter(
        ({ kind }) => kind === 'torn-journal' || kind === 'bad-relation',
      );
      for (const { message } of unread.slice(0, mostProblems)) call.terminal.say(message);
      if (unread.length > mostProblems)
        call.terminal.say(`And ${unread.length - mostProblems} more; next-batch labels check lists them.`);
      const state = relationState(dataset);
      return { json: { ...state, version: call.version }, text: statusText(state) };
    } finally {
      await dataset.close();
    }
  },
};

function statusText(state: RelationState): string {
  const { answers, free, images, labeled, implied, groups, conflicts, ignored, eliminate, offers } = state;
  return [
    `${counted(answers, 'answer')}${free === 0 ? '' : ` and ${free} for free`} -> ${counted(implied, 'image')} labeled; ${labeled} of ${images} have a label.`,
    groups.count === 0
      ? 'No group waits for a name.'
      : `${counted(groups.count, 'group')} of ${groups.images} images without a name; label one image of a group to name it.`,
    conflicts === 0
      ? 'Nothing contradicts.'
      : `${counted(conflicts, 'contradiction')}; next-batch relations resolve shows how to settle them.`,
    ...(ignored.answers === 0
      ? []
      : [
          `${counted(ignored.answers, 'answer')} about images that are not there, such as ${printable(ignored.paths[0])}: kept in the log.`,
        ]),
    ...(eliminate ? ['The class list is closed: what differs from all classes but one is of that one.'] : []),
    ...offers.map(
      ({ source, groups: count, images: found }) =>
        `For free: ${counted(count, 'group')} of ${found} images by ${source}; next-batch relations resolve --free ${source} takes them over.`,
    ),
  ].join('\n');
}
