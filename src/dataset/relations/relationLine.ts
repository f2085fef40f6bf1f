import { createHash } from 'node:crypto';
import { relationSources } from '../../core/relations/statements.ts';
import type { FreeOracle, RelationAct, RelationAnswer } from './types.ts';

/** What a line of relations.jsonl says: an answer, or that one is withdrawn. */
export type FileLine =
  | {
      readonly kind: 'answer';
      readonly answer: RelationAnswer & { readonly by: string };
      readonly more: More;
    }
  | { readonly kind: 'retract'; readonly of: string };

/** What is not ours of a line. */
type More = Readonly<Record<string, unknown>>;

/** One line of relations.jsonl, without its end. */
export function formatRelation(
  answer: RelationAnswer,
  { by = '', more = {} }: { readonly by?: string; readonly more?: More } = {},
): string {
  const { id, time, query, anchor, same, different, unsure, oracle } = answer;
  const said = { id, time, ...(by !== '' && { by }), kind: query, anchor, same, different, skipped: unsure };
  return JSON.stringify({ ...said, ...(oracle && { oracle }), ...more });
}

/** Reads a line of relations.jsonl; undefined = it is none. A line without an id has one that goes by what it says. */
export function parseRelation(text: string): FileLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // The caller reports the line by its number.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { id, time, by, kind, anchor, same, different, skipped, oracle, ...more } = value as Record<
    string,
    unknown
  >;
  if (kind === 'retract') return typeof more.of === 'string' ? { kind, of: more.of } : undefined;
  const lists = [same, different, skipped].map((list) => textsOf(list));
  const [like, unlike, unsure] = lists;
  if ((kind !== 'grid' && kind !== 'pair') || !isPath(anchor)) return undefined;
  if (like === undefined || unlike === undefined || unsure === undefined) return undefined;
  if (![...like, ...unlike, ...unsure].some((path) => path !== anchor)) return undefined;
  const free = relationSources.find(
    (source): source is FreeOracle => source !== 'person' && source === oracle,
  );
  if (oracle !== undefined && free === undefined) return undefined;
  const answer = {
    id: typeof id === 'string' && id !== '' ? id : idOf(text),
    time: typeof time === 'string' ? time : '',
    by: typeof by === 'string' ? by : '',
    query: kind,
    anchor,
    same: like,
    different: unlike,
    unsure,
    ...(free && { oracle: free }),
  } as const;
  return { kind: 'answer', answer, more };
}

/** An id that is the same wherever the same line is read. */
export function idOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** The act that takes an answer over. */
export function adopting(
  { answer, more }: Extract<FileLine, { readonly kind: 'answer' }>,
  id: string,
): RelationAct {
  return { kind: 'relation', ...answer, id, ...(Object.keys(more).length > 0 && { more }) };
}

function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return [];
  return Array.isArray(value) && value.every(isPath) ? value : undefined;
}

/** No file name holds a zero byte or half of a character, and labels.csv could not be read again with it. */
function isPath(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.includes('\0') && !/\p{Surrogate}/u.test(value);
}
