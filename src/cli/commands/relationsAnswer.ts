import { UserError } from '../../core/errors.ts';
import { relationConflicts } from '../../dataset/relations/conflicts.ts';
import { groupsThere } from '../../dataset/relations/groupsThere.ts';
import type { Act, Dataset } from '../../dataset/types.ts';
import type { Call, Command, Words } from '../command.ts';
import { counted } from '../counted.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { folderOf, openFolder } from '../inputs/folder.ts';
import { answerAct } from '../relations/answerAct.ts';
import { imageFinder } from '../relations/findImage.ts';
import { readAnswers, type WrittenAnswers, type WrittenProblem } from '../relations/readAnswers.ts';
import { folderPositional } from './embed.ts';

export const relationsAnswer: Command = {
  name: 'relations answer',
  summary:
    'Say which images show the same, in one answer by flags, or in many on stdin: questions of relations next --json with their answers added, one per line or the whole document. All of a call is one undo unit.',
  positionals: [folderPositional],
  flags: [
    {
      name: 'anchor',
      kind: 'text',
      value: 'IMAGE',
      description: 'The image that the others are compared with.',
    },
    {
      name: 'same',
      kind: 'list',
      value: 'IMAGE',
      description: 'An image that shows the same. May be given several times.',
    },
    {
      name: 'different',
      kind: 'list',
      value: 'IMAGE',
      description: 'An image that does not. May be given several times.',
    },
    {
      name: 'unsure',
      kind: 'list',
      value: 'IMAGE',
      description: 'An image of which nobody can tell: it is not asked again. May be given several times.',
    },
    ...settingFlags('annotator'),
    ...folderFlags,
  ],
  examples: [
    'relations answer photos --anchor a.jpg --same b.jpg --same c.jpg --different d.jpg',
    'relations answer photos < questions.json',
    'relations answer photos < answers.jsonl',
  ],
  async run(call) {
    const written = flagged(call.words) ?? (await sent(call));
    const folder = folderOf(call);
    const dataset = await openFolder(folder, await call.settings(folder), call.signal);
    try {
      return await take(call, dataset, written);
    } finally {
      await dataset.close();
    }
  },
};

/** The answer that the flags give; undefined = none of them is there. */
function flagged(words: Words): WrittenAnswers | undefined {
  const anchor = words.text('anchor');
  const [same, different, unsure] = ['same', 'different', 'unsure'].map((flag) => words.list(flag));
  const count = same.length + different.length + unsure.length;
  if (anchor === undefined && count === 0) return undefined;
  if (anchor === undefined)
    throw new UserError('usage', '--anchor is missing: name the image that the others are compared with.');
  if (count === 0)
    throw new UserError('usage', `Nothing is said of --anchor; add --same, --different or --unsure.`);
  const query = count === 1 ? 'pair' : 'grid';
  const answer = { kind: 'relation', query, anchor, same, different, unsure } as const;
  return { answers: [{ place: '', answer }], unanswered: 0, problems: [] };
}

async function sent(call: Call): Promise<WrittenAnswers> {
  const text = await call.input();
  if (text === undefined || text.trim() === '')
    throw new UserError(
      'usage',
      'There is no answer: give --anchor with --same or --different, or send answers to stdin.',
    );
  return readAnswers(text);
}

async function take(call: Call, dataset: Dataset, written: WrittenAnswers): ReturnType<Command['run']> {
  const find = imageFinder(call, dataset);
  const acts: Act[] = [];
  const problems: WrittenProblem[] = [...written.problems];
  for (const { place, answer } of written.answers) {
    const act = answerAct(answer, find);
    if (typeof act !== 'string') acts.push(act);
    else if (place === '') throw new UserError('usage', act);
    else problems.push({ place, message: act });
  }
  const before = stateOf(dataset);
  if (acts.length > 0) await dataset.act(acts);
  await dataset.flush();
  const after = stateOf(dataset);
  for (const { place, message } of problems) call.terminal.say(`${place}: ${message}`);
  const relations = acts.filter(({ kind }) => kind === 'relation').length;
  const ids = dataset.relations.answers
    .slice(dataset.relations.answers.length - relations)
    .map(({ id }) => id);
  const gained = after.labeled - before.labeled;
  const conflicts = after.conflicts - before.conflicts;
  return {
    json: {
      answers: acts.length,
      ids,
      unanswered: written.unanswered,
      problems,
      gained,
      labeled: after.labeled,
      implied: dataset.relations.implied,
      groups: after.groups,
      conflicts: after.conflicts,
      newConflicts: conflicts,
      version: call.version,
    },
    text: summary(acts.length, gained, after, conflicts),
    failed: problems.length > 0,
  };
}

interface State {
  readonly labeled: number;
  readonly groups: number;
  readonly conflicts: number;
}

function stateOf(dataset: Dataset): State {
  let labeled = 0;
  for (const count of dataset.counts.values()) labeled += count;
  return {
    labeled,
    groups: groupsThere(dataset).length,
    conflicts: relationConflicts(dataset, 0).count,
  };
}

function summary(answers: number, gained: number, after: State, conflicts: number): string {
  const { labeled, groups } = after;
  const change = `${counted(Math.abs(gained), 'label')} ${gained < 0 ? 'fewer' : 'more'}, ${labeled} in all`;
  const waiting = groups === 0 ? '' : `; ${counted(groups, 'group')} without a name`;
  const contradiction =
    conflicts > 0
      ? ` ${conflicts === 1 ? 'One statement contradicts' : `${conflicts} statements contradict`} what was said; next-batch relations resolve shows how.`
      : '';
  return `Took ${counted(answers, 'answer')}: ${change}${waiting}.${contradiction}`;
}
