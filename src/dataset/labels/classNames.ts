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
export function checkNewClass(name: string, classes: readonly string[]): void {
  const fault = classNameFault(name);
  if (fault !== undefined) throw new UserError('bad-input', `The class name ${fault}; type another one.`);
  const same = classes.find((known) => known.normalize('NFC') === name.normalize('NFC'));
  if (same !== undefined)
    throw new UserError('bad-input', `There is already a class ${same}; use it, or type another name.`);
}
