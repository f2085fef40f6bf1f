import { relationSources } from '../../core/relations/statements.ts';
import { readSource } from '../labels/annotation.ts';
import { isColor } from '../labels/classNames.ts';
import type { RelationAct } from '../relations/types.ts';
import type { Act, Annotation } from '../types.ts';

/** An annotation as a line keeps it: only what is not the default; `null` = nothing is known. */
export type Kept = {
  readonly label?: string;
  readonly skipped?: true;
  readonly flagged?: true;
  readonly source?: string;
} | null;

/** A change that another program made to a row of labels.csv. */
export interface AdoptedRow {
  readonly path: string;
  readonly from: Kept;
  readonly to: Kept;
}

/** What one line of history.jsonl says. */
export type LineBody =
  /** One undo unit. */
  | { readonly kind: 'acts'; readonly acts: readonly Act[] }
  /** Takes back the acts line with the id `of`, or does it again. */
  | { readonly kind: 'undo' | 'redo'; readonly of: string }
  /**
   * Takes over what another program wrote to labels.csv and to relations.jsonl; a row counts only where `from` is still
   * the case.
   */
  | { readonly kind: 'adopt'; readonly rows: readonly AdoptedRow[]; readonly acts?: readonly RelationAct[] }
  /** labels.csv and the journal both changed one path; ours stands, theirs is kept here. */
  | { readonly kind: 'conflict'; readonly path: string; readonly ours: Kept; readonly theirs: Kept }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  /** Content hashes of annotated images and of their copies: pairs, for a path may be `__proto__`. */
  | { readonly kind: 'identity'; readonly hashes: readonly (readonly [path: string, hash: string])[] }
  | { readonly kind: 'batch'; readonly batch: string }
  /** labels.csv, and relations.jsonl if it is named, with these sha256, hold the fold of the first `lines` lines. */
  | {
      readonly kind: 'checkpoint';
      readonly hash: string;
      readonly relations?: string;
      readonly lines: number;
    };

export type Line = LineBody & {
  readonly id: string;
  readonly time: string;
  readonly window: string;
  readonly by?: string;
};

/** A line of a kind this version does not know: kept, not folded. */
export interface ForeignLine {
  readonly id: string;
  readonly kind: 'foreign';
}

export function keep(annotation: Annotation | undefined): Kept {
  if (annotation === undefined) return null;
  return {
    ...(annotation.label === '' ? {} : { label: annotation.label }),
    ...(annotation.skipped ? { skipped: true } : {}),
    ...(annotation.flagged ? { flagged: true } : {}),
    ...(annotation.source === '' ? {} : { source: annotation.source }),
  };
}

export function unkeep(kept: Kept): Annotation | undefined {
  if (kept === null) return undefined;
  return {
    label: kept.label ?? '',
    skipped: kept.skipped === true,
    flagged: kept.flagged === true,
    source: readSource(kept.source),
  };
}

/** One line, newline included. */
export function formatLine(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

/** Reads a line of unknown origin; undefined = not a line of a journal. */
export function parseLine(text: string): Line | ForeignLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // The caller reports the line by its number.
  }
  if (!isRecord(value) || typeof value.id !== 'string' || typeof value.kind !== 'string') return undefined;
  const check = checks.get(value.kind);
  if (check === undefined) return { id: value.id, kind: 'foreign' };
  if (typeof value.window !== 'string' || !check(value)) return undefined;
  return value as unknown as Line;
}

type Check = (value: Readonly<Record<string, unknown>>) => boolean;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const isOracle = (value: unknown): boolean => value !== 'person' && isSource(value);
const isSource = (value: unknown): boolean => relationSources.some((source) => source === value);

const relationChecks = new Map<unknown, Check>([
  ['relation', isAnswer],
  ['retract', (act) => isText(act.of)],
  ['eliminate', (act) => typeof act.on === 'boolean'],
]);

const actChecks = new Map<unknown, Check>([
  ['label', (act) => isText(act.path) && isText(act.label)],
  ['skip', (act) => isText(act.path) && typeof act.on === 'boolean'],
  ['flag', (act) => isText(act.path) && typeof act.on === 'boolean'],
  ['ignore', (act) => isText(act.finding) && typeof act.on === 'boolean'],
  ['class-add', (act) => isText(act.name)],
  ['class-rename', (act) => isText(act.name) && isText(act.to)],
  ['class-merge', (act) => isText(act.name) && isText(act.into)],
  ['class-remove', (act) => isText(act.name)],
  ['class-order', (act) => isTexts(act.names)],
  ['class-color', (act) => isText(act.name) && (act.color === null || isColor(act.color))],
  ['class-key', (act) => isText(act.name) && isText(act.key)],
  ...relationChecks,
]);

const checks = new Map<string, Check>([
  ['acts', ({ acts }) => isListOf(acts, (act) => actChecks.get(act.kind)?.(act) === true)],
  ['undo', ({ of }) => isText(of)],
  ['redo', ({ of }) => isText(of)],
  [
    'adopt',
    ({ rows, acts = [] }) =>
      isListOf(rows, (row) => isText(row.path) && isKept(row.from) && isKept(row.to)) &&
      isListOf(acts, (act) => relationChecks.get(act.kind)?.(act) === true),
  ],
  ['conflict', (line) => isText(line.path) && isKept(line.ours) && isKept(line.theirs)],
  ['rename', ({ from, to }) => isText(from) && isText(to)],
  [
    'identity',
    ({ hashes }) => Array.isArray(hashes) && hashes.every((pair) => isTexts(pair) && pair.length === 2),
  ],
  ['batch', ({ batch }) => isText(batch)],
  [
    'checkpoint',
    ({ hash, relations = '', lines }) => isText(hash) && isText(relations) && Number.isSafeInteger(lines),
  ],
]);

/** Whether the fields of an answer are what they must be. */
function isAnswer(act: Readonly<Record<string, unknown>>): boolean {
  return (
    isText(act.id) &&
    act.id !== '' &&
    [act.time ?? '', act.by ?? ''].every(isText) &&
    isRecord(act.more ?? {}) &&
    (act.query === 'grid' || act.query === 'pair') &&
    isText(act.anchor) &&
    [act.same, act.different, act.unsure].every(isTexts) &&
    (act.oracle === undefined || isOracle(act.oracle))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf(value: unknown, check: Check): boolean {
  return Array.isArray(value) && value.every((entry) => isRecord(entry) && check(entry));
}

function isKept(value: unknown): boolean {
  return value === null || (isRecord(value) && (value.label === undefined || isText(value.label)));
}
