import type { Query, RelateResult } from '../../protocol/relations.ts';
import type { Call, Command } from '../command.ts';
import { sayNotes } from '../encoderNotes.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import type { Input } from '../inputs/input.ts';
import { poolFlags, poolRequest, withPool } from '../inputs/poolInput.ts';
import { wholeNumber } from '../inputs/wholeNumber.ts';
import { printable } from '../printable.ts';
import { countUnreadable } from '../unreadable.ts';
import { folderPositional } from './embed.ts';

export const relationsNext: Command = {
  name: 'relations next',
  summary:
    'Ask which images show the same: the questions whose answers are expected to bring the most labels. Embeds what is missing.',
  positionals: [folderPositional],
  flags: [
    { name: 'count', kind: 'text', value: 'N', description: 'How many questions at most. Default: 1.' },
    {
      name: 'candidates',
      kind: 'text',
      value: 'N',
      description: 'How many images a question shows beside the one it is about, 2 to 9. Default: 9.',
    },
    ...settingFlags('head', 'seed', 'encoder'),
    ...poolFlags,
    ...settingFlags('executionProvider', 'threads'),
    ...folderFlags,
  ],
  examples: [
    'relations next photos',
    'relations next photos --count 20 --json > questions.json',
    'relations answer photos < questions.json',
  ],
  run(call) {
    const count = wholeNumber(call.words, 'count', { standard: 1, min: 1 });
    const candidates = wholeNumber(call.words, 'candidates', { standard: 9, min: 2, max: 9 });
    return withPool(call, (input) => ask(call, input, count, candidates));
  },
};

async function ask(call: Call, input: Input, count: number, candidates: number): ReturnType<Command['run']> {
  const { terminal, signal, version } = call;
  const { names, settings, source, pool } = input;
  const engine = call.engine(settings.threads);
  const context = { signal, progress: terminal.progress };
  if (source.kind === 'folder' && source.embeddings === undefined) {
    const { images, encoder, cache } = source;
    const embedded = await engine.embed({ images, encoder, cache, thumbnails: false }, context);
    sayNotes(embedded.encoder, terminal);
    countUnreadable(embedded.unreadable, terminal);
  }
  const request = { ...poolRequest(input), labels: pool.given, ...input.relations(), count, candidates };
  const result = await engine.relate({ ...request, seed: settings.seed }, context);
  for (const note of result.notes) terminal.say(note);
  const labelOf = (row: number): string | null => pool.classes[pool.labels[row]] ?? null;
  const queries = result.queries.map((query) => named(query, names, labelOf));
  return {
    json: { queries, model: result.model, notes: result.notes, seconds: result.seconds, settings, version },
    text: queries.length === 0 ? nothingText(result) : [...queries.map(queryText), howTo].join('\n'),
  };
}

const howTo = 'Answer with next-batch relations answer --anchor … --same … --different …';

/** A question as `--json` tells it: images by their names. `label`: of the anchor, or of `a`; null = none yet. */
type NamedQuery = { readonly purpose: Query['purpose']; readonly expected: number; readonly why: string } & (
  | {
      readonly kind: 'grid';
      readonly anchor: string;
      readonly candidates: readonly string[];
      readonly label: string | null;
    }
  | { readonly kind: 'pair'; readonly a: string; readonly b: string; readonly label: string | null }
  | { readonly kind: 'label'; readonly path: string }
);

function named(query: Query, names: readonly string[], labelOf: (row: number) => string | null): NamedQuery {
  const { purpose, why } = query;
  const about = { purpose, expected: Math.round(100 * query.expected) / 100, why };
  if (query.kind === 'label') return { kind: 'label', path: names[query.row], ...about };
  if (query.kind === 'pair')
    return { kind: 'pair', a: names[query.a], b: names[query.b], label: labelOf(query.a), ...about };
  const { anchor, candidates } = query;
  return {
    kind: 'grid',
    anchor: names[anchor],
    candidates: candidates.map((row) => names[row]),
    label: labelOf(anchor),
    ...about,
  };
}

function queryText(query: NamedQuery, at: number): string {
  const name = (path: string, label: string | null): string =>
    `${printable(path)}${label === null ? '' : ` (${printable(label)})`}`;
  const lines = (): readonly string[] => {
    if (query.kind === 'label') return [`Of what class is ${printable(query.path)}?`];
    if (query.kind === 'pair')
      return [`Do ${name(query.a, query.label)} and ${printable(query.b)} show the same?`];
    return [
      `Which of these show the same as ${name(query.anchor, query.label)}?`,
      ...query.candidates.map((path, i) => `   ${i + 1}  ${printable(path)}`),
    ];
  };
  const [first, ...rest] = lines();
  // Asking again brings certainty, and no labels.
  const isGain = query.expected > 0 && query.purpose !== 'settle' && query.purpose !== 'check';
  const expected = isGain ? ` About ${query.expected.toFixed(1)} labels are expected.` : '';
  return [`${at + 1}. ${first}`, ...rest, `   ${printable(query.why)}${expected}`].join('\n');
}

function nothingText({ notes }: RelateResult): string {
  return notes.length === 0 ? 'There is nothing left to ask.' : 'There is no question.';
}
