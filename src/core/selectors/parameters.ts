import { UserError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { ParameterSpec, ParameterValue, ParameterValues, Selector } from './selector.ts';

/** The parameters of a selector as its table has them. */
export function defaultParameters(selector: Selector): ParameterValues {
  return Object.fromEntries(Object.entries(selector.parameters).map(([name, spec]) => [name, spec.default]));
}

/**
 * Complete, checked parameters from raw ones of unknown origin; texts that stand for a number or a truth value are read
 * (they come from the command line). Throws a `usage` error that names the parameter and what is allowed.
 */
export function checkParameters(selector: Selector, raw: Readonly<Record<string, unknown>>): ParameterValues {
  const known = Object.keys(selector.parameters);
  const values: Record<string, ParameterValue> = { ...defaultParameters(selector) };
  for (const [name, value] of Object.entries(raw)) {
    if (!Object.hasOwn(selector.parameters, name)) throw unknownParameter(selector, name, known);
    const spec = selector.parameters[name];
    const read = readValue(spec, value);
    if (read === undefined)
      throw new UserError(
        'usage',
        `The parameter ${name} of ${selector.id} is ${JSON.stringify(value)}; it must be ${allowed(spec)}.`,
      );
    values[name] = read;
  }
  return values;
}

function unknownParameter(selector: Selector, name: string, known: readonly string[]): UserError {
  if (known.length === 0)
    return new UserError(
      'usage',
      `The strategy ${selector.id} has no parameters, so "${name}" cannot be set.`,
    );
  const near = nearest(name, known);
  const hint = near === undefined ? `it has ${known.join(', ')}.` : `did you mean ${near}?`;
  return new UserError('usage', `The strategy ${selector.id} has no parameter "${name}"; ${hint}`);
}

/** The value as the table wants it; undefined = not acceptable. */
function readValue(spec: ParameterSpec, value: unknown): ParameterValue | undefined {
  switch (spec.kind) {
    case 'boolean':
      if (typeof value === 'boolean') return value;
      return value === 'true' ? true : value === 'false' ? false : undefined;
    case 'choice':
      return spec.choices.find((choice) => choice === value);
    case 'integer':
    case 'number': {
      if (spec.words?.includes(String(value))) return String(value);
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
      if (spec.kind === 'integer' && !Number.isInteger(number)) return undefined;
      return number >= spec.min && number <= (spec.max ?? Number.POSITIVE_INFINITY) ? number : undefined;
    }
  }
}

function allowed(spec: ParameterSpec): string {
  switch (spec.kind) {
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${spec.choices.join(', ')}`;
    case 'integer':
    case 'number': {
      const kind = spec.kind === 'integer' ? 'a whole number' : 'a number';
      const range = spec.max === undefined ? `of at least ${spec.min}` : `from ${spec.min} to ${spec.max}`;
      const words = spec.words === undefined ? '' : ` or ${spec.words.join(' or ')}`;
      return `${kind} ${range}${words}`;
    }
  }
}
