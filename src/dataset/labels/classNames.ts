import { UserError } from '../../core/errors.ts';

/** What makes a text unfit to be a class, as the end of a sentence; `undefined` = nothing. */
export function classNameFault(name: string): string | undefined {
  if (name.trim() === '') return 'is empty';
  if (/[\r\n]/.test(name)) return 'holds a line break';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'holds a control character';
  if (name.trim() !== name) return 'begins or ends with a space';
  return undefined;
}

/** Checks the name of a class that is to be added: throws a sentence if it is unfit or like one of `classes`. */
export function checkNewClass(name: string, classes: Iterable<string>): void {
  const fault = classNameFault(name);
  if (fault !== undefined) throw new UserError('bad-input', `The class name ${fault}; type another one.`);
  const same = [...classes].find((known) => known.normalize('NFC') === name.normalize('NFC'));
  if (same !== undefined)
    throw new UserError('bad-input', `There is already a class ${same}; use it, or type another name.`);
}

/** Colors that a class can have. */
const colors = 10;

/** Whether this is the number of a color of the palette. */
export function isColor(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < colors;
}

/**
 * Checks a key of its own for a class: throws a sentence if it is not one character, a digit, or the key of another
 * class. Which keys are commands is not known here.
 */
export function checkClassKey(
  name: string,
  key: string,
  classes: readonly { readonly name: string; readonly key: string }[],
): void {
  if (key === '') return;
  if ([...key].length !== 1 || /[\s\p{C}]/u.test(key))
    throw new UserError('bad-input', 'The key of a class is one letter or sign; press another one.');
  if (/\d/.test(key))
    throw new UserError('bad-input', 'Digits go by the place of a class; move the class instead.');
  const other = classes.find((entry) => entry.name !== name && sameKey(entry.key, key));
  if (other !== undefined)
    throw new UserError(
      'bad-input',
      `${key.toUpperCase()} is the key of ${other.name}; press another one, or give ${other.name} another key first.`,
    );
}

/** Whether two keys are one: letters go by the key, not by its case. */
function sameKey(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
