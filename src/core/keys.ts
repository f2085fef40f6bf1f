/** What a key of the panel can do, beside labeling. */
export type KeyActionName = keyof typeof keyActions;

interface KeyActionRow {
  /** Default keys: one character, or a name of `namedKeys`; `Shift+` before it where that is another action. */
  readonly keys: readonly string[];
  /** In a sentence: "F flags images". */
  readonly does: string;
  /** Where the key means that; not there = everywhere. */
  readonly scope?: KeyScope;
}

/** Where a key may mean something of its own: while images are labeled one by one, or in questions about pairs of them. */
export type KeyScope = 'images' | 'relations';

/** Keys that are no character, by the names that `KeyboardEvent.key` gives them. */
export const namedKeys = [
  'Space',
  'Enter',
  'Escape',
  'Backspace',
  'Delete',
  'Insert',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'PageUp',
  'PageDown',
  'Home',
  'End',
] as const;

/** THE TABLE of what single keys do, with the keys they have by default. Digits label and are not in it. */
export const keyActions = {
  skip: { keys: ['Space'], does: 'skips images' },
  undo: { keys: ['Backspace', 'Delete'], does: 'takes back the last act' },
  left: { keys: ['ArrowLeft'], does: 'goes to the image before' },
  right: { keys: ['ArrowRight'], does: 'goes to the next image' },
  up: { keys: ['ArrowUp'], does: 'goes to the row above' },
  down: { keys: ['ArrowDown'], does: 'goes to the row below' },
  pageUp: { keys: ['PageUp'], does: 'goes a page up' },
  pageDown: { keys: ['PageDown'], does: 'goes a page down' },
  first: { keys: ['Home'], does: 'goes to the first image' },
  last: { keys: ['End'], does: 'goes to the last image' },
  nextUndecided: { keys: ['N'], does: 'goes to the next unlabeled image' },
  previousUndecided: { keys: ['Shift+N'], does: 'goes to the unlabeled image before' },
  flag: { keys: ['F'], does: 'flags images', scope: 'images' },
  open: { keys: ['Enter'], does: 'opens an image large' },
  find: { keys: ['/'], does: 'finds a class' },
  larger: { keys: ['+', '='], does: 'makes images larger' },
  smaller: { keys: ['-', '_'], does: 'makes images smaller' },
  actualSize: { keys: ['Z'], does: 'shows an image at 100 %' },
  accept: { keys: ['A'], does: 'accepts the predicted class', scope: 'images' },
  reject: { keys: ['X'], does: 'hides the predicted class', scope: 'images' },
  same: { keys: ['J'], does: 'says that two images show the same', scope: 'relations' },
  different: { keys: ['F'], does: 'says that two images do not show the same', scope: 'relations' },
  later: { keys: ['L'], does: 'asks another question', scope: 'relations' },
  escape: { keys: ['Escape'], does: 'closes what is open' },
  help: { keys: ['?'], does: 'shows all keys' },
} as const satisfies Readonly<Record<string, KeyActionRow>>;

/** Where an action has its keys; undefined = everywhere. */
export function keyScope(action: KeyActionName): KeyScope | undefined {
  const row: KeyActionRow = keyActions[action];
  return row.scope;
}

export const keyActionNames = Object.keys(keyActions) as readonly KeyActionName[];

/** The keys of every action. */
export type KeyBindings = Readonly<Record<KeyActionName, readonly string[]>>;

/** JSON schema of the setting that gives actions other keys. */
export const keysSchema = {
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    keyActionNames.map((name) => [
      name,
      {
        type: ['string', 'array'],
        items: { type: 'string' },
        default: keyActions[name].keys.length === 1 ? keyActions[name].keys[0] : keyActions[name].keys,
      },
    ]),
  ),
} as const;
