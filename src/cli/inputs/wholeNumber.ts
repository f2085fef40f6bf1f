import { UserError } from '../../core/errors.ts';
import type { Words } from '../command.ts';

/** The whole number that a flag gives, or the standard one. Throws a `usage` error that names the bounds. */
export function wholeNumber(
  words: Words,
  flag: string,
  { standard, min, max }: { readonly standard: number; readonly min: number; readonly max?: number },
): number {
  const text = words.text(flag);
  const number = text === undefined ? standard : Number(text);
  if (Number.isSafeInteger(number) && number >= min && number <= (max ?? number) && text?.trim() !== '')
    return number;
  const bounds = max === undefined ? `from ${min}` : `from ${min} to ${max}`;
  throw new UserError('usage', `--${flag} is "${text}"; it must be a whole number ${bounds}.`);
}
