import { l10n } from 'vscode';
import type { ClassEntry } from '../dataset/types.ts';
import { classKeyFault, type KeyBindings, shownKey } from '../protocol/keys.ts';
import type { PanelClass } from '../protocol/panel.ts';

/** The classes as they are shown, in key order. A key of their own that is a command now, or another class's, is left out. */
export function panelClasses(entries: readonly ClassEntry[], keys: KeyBindings): readonly PanelClass[] {
  return entries.map((entry, place) => ({
    name: entry.name,
    color: entry.color ?? entry.slot,
    isOwnColor: entry.color !== null,
    key:
      ownKeyFault(entry, entries, keys) === undefined && entry.key !== ''
        ? shownKey(entry.key)
        : digit(place),
  }));
}

/** The sentences about keys of classes that do not work. */
export function classKeyProblems(entries: readonly ClassEntry[], keys: KeyBindings): readonly string[] {
  return entries.flatMap((entry) => ownKeyFault(entry, entries, keys) ?? []);
}

function ownKeyFault(
  { name, key }: ClassEntry,
  entries: readonly ClassEntry[],
  keys: KeyBindings,
): string | undefined {
  if (key === '') return undefined;
  const fault = classKeyFault(key, keys);
  if (fault !== undefined) return l10n.t('The key of class {0} does not work. {1}', name, fault);
  const first = entries.find((entry) => entry.key.toLowerCase() === key.toLowerCase());
  if (first?.name === name) return undefined;
  return l10n.t(
    'The key {0} of class {1} is the key of {2} too; give {1} another one.',
    shownKey(key),
    name,
    first?.name ?? '',
  );
}

/** The key that a class has by its place; '' beyond the twentieth. */
function digit(place: number): string {
  if (place >= 20) return '';
  return `${place >= 10 ? '⇧' : ''}${(place + 1) % 10}`;
}
