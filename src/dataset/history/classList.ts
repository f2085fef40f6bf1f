import { compareUtf8 } from '../files/byteOrder.ts';
import type { Act, ClassEntry } from '../types.ts';

/** The classes with an event, in key order. */
export type ClassList = readonly ClassEntry[];

/** A change of the class list, with what is needed to take it back. */
export type ClassEffect =
  | { readonly kind: 'add'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }
  /** A class that is no more; its images, if it had any, have the class `into`. */
  | { readonly kind: 'gone'; readonly entry: ClassEntry; readonly place: number; readonly into?: string }
  | { readonly kind: 'order'; readonly before: readonly string[]; readonly after: readonly string[] }
  | {
      readonly kind: 'look';
      readonly of: 'color' | 'key';
      readonly name: string;
      readonly before: Look;
      readonly after: Look;
    };

/** What a person has set of how a class looks. */
type Look = Pick<ClassEntry, 'color' | 'key'>;

/** The effect of a class act on the class list, or `undefined` if it changes nothing. */
export function classEffect(list: ClassList, act: Act): ClassEffect | undefined {
  switch (act.kind) {
    case 'class-add':
      return find(list, act.name) === undefined ? { kind: 'add', name: act.name } : undefined;
    case 'class-rename':
      if (act.name === act.to || find(list, act.name) === undefined) return undefined;
      // Another window was quicker to use that name: then the two are one class.
      if (find(list, act.to) !== undefined) return gone(list, act.name, act.to);
      return { kind: 'rename', name: act.name, to: act.to };
    case 'class-merge':
      return act.name === act.into ? undefined : gone(list, act.name, act.into);
    case 'class-remove':
      return gone(list, act.name);
    case 'class-order': {
      const before = list.map(({ name }) => name);
      const known = new Set(before);
      const after = [...new Set([...act.names.filter((name) => known.has(name)), ...before])];
      return sameOrder(before, after) ? undefined : { kind: 'order', before, after };
    }
    case 'class-color':
      return look(list, act.name, 'color', { color: act.color });
    case 'class-key':
      return look(list, act.name, 'key', { key: act.key });
    default:
      return undefined;
  }
}

/** The list after an effect. */
export function withEffect(list: ClassList, effect: ClassEffect): ClassList {
  switch (effect.kind) {
    case 'add':
      return find(list, effect.name) === undefined ? [...list, newEntry(list, effect.name)] : list;
    case 'rename':
      return renamed(list, effect.name, effect.to);
    case 'gone':
      return list.filter(({ name }) => name !== effect.entry.name);
    case 'order':
      return reordered(list, effect.before, effect.after);
    case 'look':
      return looked(list, effect, effect.before, effect.after);
  }
}

/** The list with an effect taken back; what others changed in the meantime stays. */
export function withoutEffect(list: ClassList, effect: ClassEffect): ClassList {
  switch (effect.kind) {
    case 'add':
      return list.filter(({ name }) => name !== effect.name);
    case 'rename':
      return renamed(list, effect.to, effect.name);
    case 'gone':
      if (find(list, effect.entry.name) !== undefined) return list;
      return [...list.slice(0, effect.place), effect.entry, ...list.slice(effect.place)];
    case 'order':
      return reordered(list, effect.after, effect.before);
    case 'look':
      return looked(list, effect, effect.after, effect.before);
  }
}

/** All classes in key order (4.3): those with a class event, then those only found as labels, by name. */
export function allClasses(list: ClassList, labels: Iterable<string>): ClassList {
  const known = new Set(list.map(({ name }) => name));
  const found = new Set<string>();
  for (const label of labels) if (label !== '' && !known.has(label)) found.add(label);
  const all = [...list];
  for (const name of [...found].sort(compareUtf8)) all.push(newEntry(all, name));
  return all;
}

function find(list: ClassList, name: string): ClassEntry | undefined {
  return list.find((entry) => entry.name === name);
}

/** A new class takes the first color that no other class has by default. */
function newEntry(list: ClassList, name: string): ClassEntry {
  const taken = new Uint8Array(list.length + 1);
  for (const { slot } of list) taken[slot] = 1; // beyond the end: no effect
  return { name, slot: taken.indexOf(0), color: null, key: '' };
}

function gone(list: ClassList, name: string, into?: string): ClassEffect | undefined {
  const place = list.findIndex((entry) => entry.name === name);
  const entry = list[place];
  return entry && { kind: 'gone', entry, place, ...(into !== undefined && { into }) };
}

function renamed(list: ClassList, name: string, to: string): ClassList {
  if (find(list, to) !== undefined) return list;
  return list.map((entry) => (entry.name === name ? { ...entry, name: to } : entry));
}

/** From one order to another; classes that are in neither keep their places. */
function reordered(list: ClassList, from: readonly string[], to: readonly string[]): ClassList {
  const known = new Set(to);
  const there = list.filter(({ name }) => known.has(name));
  const names = new Set(there.map(({ name }) => name));
  const are = from.filter((name) => names.has(name));
  if (!sameOrder(are, [...names])) return list; // Somebody else gave it another order since.
  const entries = new Map(there.map((entry) => [entry.name, entry]));
  const wanted = to.flatMap((name) => entries.get(name) ?? []);
  let next = 0;
  return list.map((entry) => (known.has(entry.name) ? (wanted[next++] ?? entry) : entry));
}

function look(
  list: ClassList,
  name: string,
  of: 'color' | 'key',
  change: Partial<Look>,
): ClassEffect | undefined {
  const entry = find(list, name);
  if (entry === undefined) return undefined;
  const { color, key } = entry;
  const after = { color, key, ...change };
  return after[of] === entry[of] ? undefined : { kind: 'look', of, name, before: { color, key }, after };
}

function looked(
  list: ClassList,
  { of, name }: { readonly of: 'color' | 'key'; readonly name: string },
  from: Look,
  to: Look,
): ClassList {
  return list.map((entry) =>
    entry.name === name && entry[of] === from[of] ? { ...entry, [of]: to[of] } : entry,
  );
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
