/** An answer as somebody wrote it: images by whatever they are named. */
export type WrittenAnswer =
  | {
      readonly kind: 'relation';
      readonly query: 'grid' | 'pair';
      readonly anchor: string;
      readonly same: readonly string[];
      readonly different: readonly string[];
      readonly unsure: readonly string[];
    }
  | { readonly kind: 'label'; readonly path: string; readonly label: string };

/** What is wrong, and where: 'Line 3', or 'Question 3' of a document. */
export interface WrittenProblem {
  readonly place: string;
  readonly message: string;
}

export interface WrittenAnswers {
  readonly answers: readonly { readonly place: string; readonly answer: WrittenAnswer }[];
  /** Questions that nobody answered. */
  readonly unanswered: number;
  readonly problems: readonly WrittenProblem[];
}

/**
 * Answers of a text: one JSON object per line, each a question of `relations next --json` with its answer added, or the
 * whole document of such questions. What cannot be read is told with its place, and the rest stands.
 *
 * To a grid `same`, `different` and `unsure` are added; candidates in none of them are different unless `different` is there.
 * To a pair `answer` is added, "same", "different" or "unsure"; to a question for a class `label`.
 */
export function readAnswers(text: string): WrittenAnswers {
  const answers: { place: string; answer: WrittenAnswer }[] = [];
  const problems: WrittenProblem[] = [];
  let unanswered = 0;
  for (const { place, value } of questions(text)) {
    const read = readAnswer(value);
    if (read === undefined) unanswered++;
    else if (typeof read === 'string') problems.push({ place, message: read });
    else answers.push({ place, answer: read });
  }
  return { answers, unanswered, problems };
}

const cut = Symbol('not JSON');

function* questions(text: string): Generator<{ readonly place: string; readonly value: unknown }> {
  const whole = parsed(text.replace(/^\ufeff/, ''));
  const queries = isObject(whole) ? whole.queries : whole;
  if (Array.isArray(queries)) {
    for (const [i, value] of queries.entries()) yield { place: `Question ${i + 1}`, value };
    return;
  }
  if (isObject(whole)) {
    yield { place: 'Line 1', value: whole };
    return;
  }
  for (const [i, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries())
    if (line.trim() !== '') yield { place: `Line ${i + 1}`, value: parsed(line) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return cut;
  }
}

/** The answer; what is wrong with it; undefined = there is none. */
function readAnswer(value: unknown): WrittenAnswer | string | undefined {
  if (value === cut) return 'is not JSON; it may have been cut off.';
  if (!isObject(value)) return 'is not a JSON object.';
  if ('a' in value || 'b' in value) return readPair(value);
  if ('anchor' in value) return readGrid(value);
  if ('path' in value) return readLabel(value);
  return 'has no "anchor"; write {"anchor": …, "same": […], "different": […]}.';
}

function readGrid(value: Readonly<Record<string, unknown>>): WrittenAnswer | string | undefined {
  const { anchor } = value;
  if (typeof anchor !== 'string') return 'has an "anchor" that is not text.';
  const lists = { same: [], different: [], unsure: [], candidates: [] } as Record<string, readonly string[]>;
  for (const name of Object.keys(lists)) {
    const list = value[name] ?? [];
    if (!isTexts(list)) return `has a list "${name}" that is not a list of paths.`;
    lists[name] = list;
  }
  const { same, unsure, candidates } = lists;
  const isAnswered = ['same', 'different', 'unsure'].some((name) => value[name] !== undefined);
  if (!isAnswered) return undefined;
  const rest = (): readonly string[] =>
    candidates.filter((path) => !same.includes(path) && !unsure.includes(path));
  const different = value.different === undefined ? rest() : lists.different;
  if (same.length + different.length + unsure.length === 0) return undefined;
  return { kind: 'relation', query: 'grid', anchor, same, different, unsure };
}

function readPair({ a, b, answer }: Readonly<Record<string, unknown>>): WrittenAnswer | string | undefined {
  if (typeof a !== 'string' || typeof b !== 'string') return 'has no two images "a" and "b".';
  if (answer === undefined || answer === null) return undefined;
  const lists = { same: [], different: [], unsure: [] };
  if (typeof answer !== 'string' || !Object.hasOwn(lists, answer))
    return 'has an "answer" other than "same", "different" or "unsure".';
  return { kind: 'relation', query: 'pair', anchor: a, ...lists, [answer]: [b] };
}

function readLabel({ path, label }: Readonly<Record<string, unknown>>): WrittenAnswer | string | undefined {
  if (typeof path !== 'string') return 'has a "path" that is not text.';
  if (label === undefined || label === null || label === '') return undefined;
  return typeof label === 'string' ? { kind: 'label', path, label } : 'has a "label" that is not text.';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
