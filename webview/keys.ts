import {
  actionsByKey,
  type KeyActionName,
  type KeyBindings,
  type KeyScope,
  shownKey,
} from '../src/protocol/keys.ts';
import type { PanelClass } from '../src/protocol/panel.ts';
import { t } from './l10n.ts';

/** What a key means. */
export type KeyAction =
  | { readonly do: 'class'; readonly number: number }
  | {
      readonly do: KeyActionName | 'toggle' | 'filter';
      /** Shift was held with a key that moves: select on the way. */
      readonly extend?: boolean;
      /** Ctrl or Cmd was held with a key that moves: what is selected stays so. */
      readonly keep?: boolean;
    };

/** The part of a KeyboardEvent that decides. */
export interface KeyInput {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Which keys mean what now. */
export interface KeyScheme {
  readonly actions: ReadonlyMap<string, KeyActionName>;
  /** Numbers of the classes that have a key of their own. */
  readonly classes: ReadonlyMap<string, number>;
}

/** What each action does, for the help overlay, in its order. Which keys do it is in `src/core/keys.ts`. */
export const keyTitles: Readonly<Record<KeyActionName, string>> = {
  skip: t('Skip, or take the skip back'),
  undo: t('Undo and go back'),
  left: t('Previous image'),
  right: t('Next image'),
  up: t('Row above'),
  down: t('Row below'),
  pageUp: t('Page above'),
  pageDown: t('Page below'),
  first: t('First image'),
  last: t('Last image'),
  nextUndecided: t('Next unlabeled'),
  previousUndecided: t('Previous unlabeled'),
  flag: t('Flag, or take the flag back'),
  open: t('Open large, or back to the grid'),
  find: t('Find or add a class'),
  larger: t('Larger'),
  smaller: t('Smaller'),
  actualSize: t('Large image: 100 %, or fit again'),
  accept: t('Accept the predicted class, and move on'),
  reject: t('Hide the predicted class, or show it again: counts as nothing else'),
  same: t('The two show the same'),
  different: t('The two do not show the same'),
  later: t('Another question'),
  escape: t('Close, or clear the selection'),
  help: t('This help'),
};

/** A key that stands in the help and cannot be given to another action. */
export interface EditorKey {
  readonly topic: 'label' | 'classes' | 'move' | 'select' | 'look' | 'relations';
  readonly shown: string;
  readonly title: string;
}

/** Keys with Ctrl, Cmd or Shift, for the help overlay. */
export const editorKeys: readonly EditorKey[] = [
  { topic: 'label', shown: 'Ctrl/Cmd+Z', title: t('Undo') },
  { topic: 'label', shown: 'Ctrl/Cmd+Shift+Z', title: t('Redo') },
  { topic: 'select', shown: t('Shift+arrows'), title: t('Select on the way') },
  { topic: 'select', shown: t('Ctrl/Cmd+arrows'), title: t('Move, and keep the selection') },
  { topic: 'select', shown: t('Ctrl/Cmd+Space'), title: t('Select one more, or one less') },
  { topic: 'select', shown: 'Ctrl/Cmd+A', title: t('Select all that are shown') },
  { topic: 'look', shown: t('Shift+arrows'), title: t('Move the large image') },
  {
    topic: 'look',
    shown: t('Alt+arrows'),
    title: t('Move the map; Home shows all of it, End what is selected'),
  },
  { topic: 'look', shown: 'Ctrl/Cmd+F', title: t('Filter the images') },
  { topic: 'relations', shown: '1 … 9', title: t('The image shows the same, or not') },
  { topic: 'relations', shown: t('Shift+1 … 9'), title: t('Nobody can tell of the image') },
  { topic: 'relations', shown: 'Enter', title: t('What was chosen is the same, all else is not') },
  { topic: 'relations', shown: t('Space'), title: t('Nobody can tell of the two') },
  { topic: 'relations', shown: '1 … 9, 0', title: t('Among the groups: name all images of the group') },
  { topic: 'classes', shown: '↑, ↓', title: t('Class above, class below') },
  { topic: 'classes', shown: 'Enter', title: t('Label with the class, and go back to the images') },
  { topic: 'classes', shown: 'F2', title: t('Rename; the name of another class merges the two') },
  { topic: 'classes', shown: 'Alt+↑, Alt+↓', title: t('Move the class up or down') },
  { topic: 'classes', shown: t('Delete'), title: t('Remove a class that no image has') },
  { topic: 'classes', shown: 'Shift+F10', title: t('All that can be done with the class') },
  { topic: 'classes', shown: t('Shift+Enter'), title: t('In the field: add the class and label with it') },
];

/** Keys that move the cursor. */
export const moves: ReadonlySet<KeyActionName> = new Set<KeyActionName>([
  'left',
  'right',
  'up',
  'down',
  'pageUp',
  'pageDown',
  'first',
  'last',
]);

interface Keyed {
  readonly keys: KeyBindings;
  readonly classes: readonly PanelClass[];
}

let last: { readonly of: Keyed; readonly scope: KeyScope; readonly scheme: KeyScheme } | undefined;

/** Which keys mean what in a scope; worked out again only when keys or classes changed. */
export function keyScheme({ keys, classes }: Keyed, scope: KeyScope = 'images'): KeyScheme {
  if (last?.of.keys === keys && last.of.classes === classes && last.scope === scope) return last.scheme;
  // Among candidates a key can mean only one of them.
  const named = scope === 'images' ? classes : [];
  const own = named.flatMap(({ key }, number) =>
    isOwnKey(key) ? [[key.toLowerCase(), number] as const] : [],
  );
  const scheme = { actions: actionsByKey(keys, scope), classes: new Map(own) };
  last = { of: { keys, classes }, scope, scheme };
  return scheme;
}

/** How the keys of an action are written; '' if it has none. */
export function shownKeys(keys: KeyBindings, action: KeyActionName): string {
  return keys[action].map(shownKey).join(', ');
}

/** Whether a class has this key because a person gave it to it. */
export function isOwnKey(key: string): boolean {
  return key !== '' && !/\d$/.test(key);
}

/**
 * What a key press means; undefined = nothing. In a text field all keys but Escape belong to the field, and keys with
 * Ctrl, Alt or Cmd belong to VS Code. Digits go by the place of the key, so that Shift+digit works on every layout.
 */
export function keyAction(input: KeyInput, isTyping: boolean, scheme: KeyScheme): KeyAction | undefined {
  if (input.ctrlKey || input.altKey || input.metaKey) return undefined;
  if (isTyping) return input.key === 'Escape' ? { do: 'escape' } : undefined;
  const key = input.key === ' ' ? 'space' : input.key.toLowerCase();
  const action = (input.shiftKey && scheme.actions.get(`Shift+${key}`)) || scheme.actions.get(key);
  // Shift+7 on German and other layouts is the slash: it finds a class.
  const number = action === 'find' && key === '/' ? undefined : digitOf(input);
  if (number !== undefined) return { do: 'class', number };
  if (action !== undefined)
    return input.shiftKey && moves.has(action) ? { do: action, extend: true } : { do: action };
  const own = scheme.classes.get(key);
  return own === undefined ? undefined : { do: 'class', number: own };
}

/** Class 0 to 9 for the digits 1 to 9 and 0, and 10 to 19 with Shift. */
function digitOf({ code, shiftKey, key }: KeyInput): number | undefined {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? (/^\d$/.test(key) ? key : undefined);
  if (digit === undefined || (code.startsWith('Numpad') && !/^\d$/.test(key))) return undefined;
  return ((Number(digit) + 9) % 10) + (shiftKey ? 10 : 0);
}

/** The key that a class has by its place, as written on its button; '' beyond the twentieth. */
export function classKey(number: number): string {
  if (number >= 20) return '';
  return `${number >= 10 ? '⇧' : ''}${(number + 1) % 10}`;
}
