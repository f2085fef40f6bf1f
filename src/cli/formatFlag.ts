import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Format } from '../dataset/formats/format.ts';
import { formats } from '../dataset/formats/registry.ts';
import type { Flag, Words } from './command.ts';

/** The flag that names a format which can do what the command does. */
export function formatFlag(act: 'import' | 'export'): Flag {
  const ids = idsFor(act);
  return {
    name: 'format',
    kind: 'text',
    value: 'NAME',
    description: `${ids.join(', ')}. Default: ${ids[0]}.`,
  };
}

export function readFormat(words: Words, act: 'import' | 'export'): Format {
  const ids = idsFor(act);
  const id = words.text('format') ?? ids[0];
  const format = formats.find((known) => known.id === id && ids.includes(known.id));
  if (format !== undefined) return format;
  const near = nearest(id, ids);
  const hint = near === undefined ? `choose one of ${ids.join(', ')}.` : `did you mean ${near}?`;
  throw new UserError('usage', `There is no format "${id}" to ${act}; ${hint}`);
}

function idsFor(act: 'import' | 'export'): string[] {
  return formats.filter((format) => format[act] !== undefined).map(({ id }) => id);
}
