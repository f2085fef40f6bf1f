import { nearest } from '../../core/nearest.ts';

/** A small schema language for hand-written JSON: enough to name the key that is wrong and what belongs there. */
export type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | {
      readonly kind: 'numbers';
      readonly length: number;
      readonly integer?: boolean;
      readonly min?: number;
      readonly max?: number;
    }
  | {
      readonly kind: 'object';
      readonly keys: Readonly<Record<string, Shape>>;
      readonly required?: readonly string[];
    };

/** What is wrong with a value, as the end of a sentence that begins with the file's name; undefined = nothing. */
export function readTable(value: unknown, shape: Shape, at: string): string | undefined {
  if (shape.kind === 'object') return readObject(value, shape, at);
  if (shape.kind === 'text') return typeof value === 'string' ? undefined : `has ${at} that is not a text`;
  if (shape.kind === 'boolean')
    return typeof value === 'boolean' ? undefined : `has ${at} that is not true or false`;
  if (shape.kind === 'integer')
    return isNumber(value, { ...shape, integer: true })
      ? undefined
      : `has ${at} that is not a whole number from ${shape.min} to ${shape.max}`;
  if (shape.kind === 'choice')
    return typeof value === 'string' && shape.choices.includes(value)
      ? undefined
      : `has ${at} ${JSON.stringify(value)}; it must be one of ${shape.choices.join(', ')}`;
  const right =
    Array.isArray(value) && value.length === shape.length && value.every((entry) => isNumber(entry, shape));
  const kind = shape.integer ? 'whole numbers' : 'numbers';
  const range = shape.min === undefined ? '' : ` from ${shape.min} to ${shape.max}`;
  return right ? undefined : `has ${at} that is not a list of ${shape.length} ${kind}${range}`;
}

function readObject(
  value: unknown,
  shape: Extract<Shape, { kind: 'object' }>,
  at: string,
): string | undefined {
  const where = at === '' ? 'it' : at;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return at === '' ? 'is not a JSON object' : `has ${at} that is not an object`;
  for (const [key, entry] of Object.entries(value)) {
    const known = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    if (known === undefined) {
      const names = Object.keys(shape.keys);
      const meant = nearest(key, names);
      const help = meant === undefined ? `known are ${names.join(', ')}` : `did you mean ${path(at, meant)}?`;
      return `has an unknown key ${path(at, key)}; ${help}`;
    }
    const problem = readTable(entry, known, path(at, key));
    if (problem !== undefined) return problem;
  }
  const missing = shape.required?.find((key) => !Object.hasOwn(value, key));
  return missing === undefined ? undefined : `lacks ${path(at, missing)}, which ${where} needs`;
}

function path(at: string, key: string): string {
  return at === '' ? `"${key}"` : `"${at.replaceAll('"', '')}.${key}"`;
}

function isNumber(value: unknown, range: { integer?: boolean; min?: number; max?: number }): boolean {
  return (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (!range.integer || Number.isInteger(value)) &&
    value >= (range.min ?? -Infinity) &&
    value <= (range.max ?? Infinity)
  );
}
