import {
  type KeyActionName,
  type KeyBindings,
  type KeyScope,
  keyActionNames,
  keyActions,
  keyScope,
  namedKeys,
} from '../core/keys.ts';
import { nearest } from '../core/nearest.ts';

export { type KeyActionName, type KeyBindings, type KeyScope, keyActionNames } from '../core/keys.ts';

/** The keys that apply where nobody has changed any. */
export const defaultKeys: KeyBindings = bindings(() => undefined);

/**
 * The keys of every action, after the setting `nextBatch.keys` (action -> key or list of keys; an empty list = no key).
 * With a fault in it the setting counts for nothing, and `fault` is the sentence that says why.
 */
export function bindKeys(setting: Readonly<Record<string, unknown>>): {
  readonly keys: KeyBindings;
  readonly fault: string | undefined;
} {
  const own = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(setting)) {
    const list = Array.isArray(value) ? value : [value];
    const fault = actionFault(name) ?? list.map((key) => keyFault(name, key)).find(Boolean);
    if (fault !== undefined) return { keys: defaultKeys, fault: `${fault} ${meanwhile}` };
    own.set(name, list.map(normalKey));
  }
  const keys = bindings((name) => own.get(name));
  const fault = doubleFault(keys, own);
  return fault === undefined ? { keys, fault } : { keys: defaultKeys, fault: `${fault} ${meanwhile}` };
}

/** The actions by key, as `chordOf` writes it, in a scope: an action of the scope counts more than one that is everywhere. */
export function actionsByKey(keys: KeyBindings, scope: KeyScope): ReadonlyMap<string, KeyActionName> {
  const meant = [undefined, scope].flatMap((one) => keyActionNames.filter((name) => keyScope(name) === one));
  return new Map(meant.flatMap((name) => keys[name].map((key) => [chordOf(key), name] as const)));
}

/** A key in the one form in which keys are compared: letters small, `Shift+` in front where it counts. */
export function chordOf(key: string): string {
  return key.startsWith(shift) ? shift + key.slice(shift.length).toLowerCase() : key.toLowerCase();
}

/** Why a class cannot have this key of its own, in a sentence; undefined = it can. */
export function classKeyFault(key: string, keys: KeyBindings): string | undefined {
  const chord = key.toLowerCase();
  const byKey = actionsByKey(keys, 'images');
  const name = byKey.get(chord) ?? byKey.get(shift + chord);
  if (name === undefined) return undefined;
  return `${shownKey(key)} ${keyActions[name].does}: choose another key, or rebind ${name} in nextBatch.keys.`;
}

/** A key as it is written on a button or in a sentence. */
export function shownKey(key: string): string {
  if (key.startsWith(shift)) return shift + shownKey(key.slice(shift.length));
  return shownNames.get(key) ?? (key.length === 1 ? key.toUpperCase() : key);
}

const shift = 'Shift+';
const meanwhile = 'Until that is mended, the usual keys apply.';

const shownNames = new Map([
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
  ['ArrowUp', '↑'],
  ['ArrowDown', '↓'],
  ['PageUp', 'Page Up'],
  ['PageDown', 'Page Down'],
  ['Escape', 'Esc'],
]);

function bindings(own: (name: KeyActionName) => readonly string[] | undefined): KeyBindings {
  const all = keyActionNames.map((name) => [name, own(name) ?? keyActions[name].keys]);
  return Object.fromEntries(all) as KeyBindings;
}

function actionFault(name: string): string | undefined {
  if (keyActionNames.some((known) => known === name)) return undefined;
  const near = nearest(name, keyActionNames);
  const hint = near === undefined ? `the actions are ${keyActionNames.join(', ')}` : `did you mean ${near}?`;
  return `nextBatch.keys names the action ${JSON.stringify(name)}, which there is not; ${hint}${near ? '' : '.'}`;
}

function keyFault(name: string, key: unknown): string | undefined {
  const base = typeof key === 'string' ? baseOf(key) : '';
  if (/^\d$/.test(base))
    return `nextBatch.keys gives ${name} the key ${base}, but the digits label with classes.`;
  if ([...base].length === 1 || namedKeys.some((known) => known === normalKey(base))) return undefined;
  return `nextBatch.keys gives ${name} the key ${JSON.stringify(key)}; a key is one character or one of ${namedKeys.join(', ')}, with Shift+ before it if you like.`;
}

/** The same key given to two actions where both mean something, of which at least one has it from the setting. */
function doubleFault(keys: KeyBindings, own: ReadonlyMap<string, unknown>): string | undefined {
  const seen = new Map<string, readonly KeyActionName[]>();
  for (const name of keyActionNames)
    for (const key of keys[name]) {
      const others = seen.get(chordOf(key)) ?? [];
      const other = others.find((one) => one !== name && doClash(one, name, own));
      if (other !== undefined) {
        const [given, usual] = own.has(name) ? [name, other] : [other, name];
        return `nextBatch.keys gives ${given} the key ${shownKey(key)}, which is the key of ${usual} too; give ${usual} another one.`;
      }
      seen.set(chordOf(key), [...others, name]);
    }
  return undefined;
}

/** In its view, an action with its usual key goes before what is everywhere, so that settings older than it stand. */
function doClash(a: KeyActionName, b: KeyActionName, own: ReadonlyMap<string, unknown>): boolean {
  const [inA, inB] = [keyScope(a), keyScope(b)];
  if (inA === inB) return true;
  if (inA !== undefined && inB !== undefined) return false;
  const scoped = inA === undefined ? b : a;
  return keyScope(scoped) === 'images' || own.has(scoped);
}

/** A key of the setting as the table writes keys: names as `KeyboardEvent.key` has them, Space for the blank. */
function normalKey(key: string): string {
  const base = baseOf(key);
  const name = base === ' ' ? 'Space' : namedKeys.find((known) => known.toLowerCase() === base.toLowerCase());
  return (key === base ? '' : shift) + (name ?? base);
}

function baseOf(key: string): string {
  return /^shift\+./i.test(key) ? key.slice(shift.length) : key;
}
