import type { PanelAct, PanelClass } from '../../src/protocol/panel.ts';
import { classKey, isOwnKey } from '../keys.ts';

/** What a person is doing to a class of the palette. */
export type ClassEdit =
  | { readonly step: 'menu' | 'color'; readonly name: string }
  /** `fault`: why the last try was refused, in a sentence; '' = nothing was refused. */
  | { readonly step: 'rename' | 'key'; readonly name: string; readonly fault: string }
  /** The new name is that of another class: the two can be made one. */
  | { readonly step: 'merge'; readonly name: string; readonly into: string };

/** The class list as it will be after an act, until the host has told it; the same if it already is. */
export function classesAfter(classes: readonly PanelClass[], act: PanelAct): readonly PanelClass[] {
  switch (act.kind) {
    case 'class-rename':
      return classes.map((entry) => (entry.name === act.name ? { ...entry, name: act.to } : entry));
    case 'class-merge':
    case 'class-remove':
      return withDigits(classes.filter(({ name }) => name !== act.name));
    case 'class-order':
      return withDigits([
        ...act.names.flatMap((name) => classes.find((entry) => entry.name === name) ?? []),
        ...classes.filter(({ name }) => !act.names.includes(name)),
      ]);
    default:
      return classes;
  }
}

/** The names of the classes up to the last one that moves, when one goes to another place. */
export function orderWith(classes: readonly PanelClass[], name: string, to: number): readonly string[] {
  const names = classes.map((entry) => entry.name);
  const from = names.indexOf(name);
  const rest = names.filter((other) => other !== name);
  const place = Math.min(Math.max(0, to), rest.length);
  return [...rest.slice(0, place), name, ...rest.slice(place)].slice(0, Math.max(from, place) + 1);
}

/** Another class that is called so, whatever the case of its letters. */
export function otherClass(classes: readonly PanelClass[], name: string, to: string): PanelClass | undefined {
  const wanted = to.normalize().toLowerCase();
  return classes.find((entry) => entry.name !== name && entry.name.normalize().toLowerCase() === wanted);
}

function withDigits(classes: readonly PanelClass[]): readonly PanelClass[] {
  return classes.map((entry, place) => (isOwnKey(entry.key) ? entry : { ...entry, key: classKey(place) }));
}
