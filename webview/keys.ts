/** What a key means. */
export type KeyAction =
  | { readonly do: 'class'; readonly number: number }
  | {
      readonly do:
        | 'skip'
        | 'undo'
        | 'left'
        | 'right'
        | 'up'
        | 'down'
        | 'pageUp'
        | 'pageDown'
        | 'first'
        | 'last'
        | 'nextUndecided'
        | 'previousUndecided'
        | 'open'
        | 'flag'
        | 'find'
        | 'escape'
        | 'help'
        | 'larger'
        | 'smaller'
        | 'accept'
        | 'reject';
      /** Shift was held with a key that moves: select on the way. */
      readonly extend?: boolean;
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

interface KeyRow {
  readonly keys: readonly string[];
  readonly do: Exclude<KeyAction['do'], 'class'>;
  readonly shift?: boolean;
  /** For the help overlay: how the keys are written, and what they do. */
  readonly shown: string;
  readonly title: string;
}

/** THE TABLE of unmodified keys, in the order of the help overlay. Class keys are the digits. */
export const keyTable: readonly KeyRow[] = [
  { keys: [' '], do: 'skip', shown: 'Space', title: 'Skip, or take the skip back' },
  { keys: ['Backspace', 'Delete'], do: 'undo', shown: 'Backspace', title: 'Undo and go back' },
  { keys: ['ArrowLeft'], do: 'left', shown: '←', title: 'Previous image' },
  { keys: ['ArrowRight'], do: 'right', shown: '→', title: 'Next image' },
  { keys: ['ArrowUp'], do: 'up', shown: '↑', title: 'Row above' },
  { keys: ['ArrowDown'], do: 'down', shown: '↓', title: 'Row below' },
  { keys: ['PageUp'], do: 'pageUp', shown: 'Page Up', title: 'Page above' },
  { keys: ['PageDown'], do: 'pageDown', shown: 'Page Down', title: 'Page below' },
  { keys: ['Home'], do: 'first', shown: 'Home', title: 'First image' },
  { keys: ['End'], do: 'last', shown: 'End', title: 'Last image' },
  { keys: ['n', 'N'], do: 'nextUndecided', shift: false, shown: 'N', title: 'Next unlabeled' },
  { keys: ['n', 'N'], do: 'previousUndecided', shift: true, shown: 'Shift+N', title: 'Previous unlabeled' },
  { keys: ['f', 'F'], do: 'flag', shown: 'F', title: 'Flag, or take the flag back' },
  { keys: ['Enter'], do: 'open', shown: 'Enter', title: 'Open large, or back to the grid' },
  { keys: ['/'], do: 'find', shown: '/', title: 'Find or add a class' },
  { keys: ['+', '='], do: 'larger', shown: '+', title: 'Larger' },
  { keys: ['-', '_'], do: 'smaller', shown: '-', title: 'Smaller' },
  { keys: ['a', 'A'], do: 'accept', shown: 'A', title: 'Accept the predicted class, and move on' },
  {
    keys: ['x', 'X'],
    do: 'reject',
    shown: 'X',
    title: 'Hide the predicted class, or show it again: counts as nothing else',
  },
  { keys: ['Escape'], do: 'escape', shown: 'Esc', title: 'Close, or clear the selection' },
  { keys: ['?'], do: 'help', shown: '?', title: 'This help' },
];

/** Keys that VS Code catches for the panel and that are listed in the help overlay too. */
export const editorKeys: readonly { readonly shown: string; readonly title: string }[] = [
  { shown: 'Ctrl/Cmd+Z', title: 'Undo' },
  { shown: 'Ctrl/Cmd+Shift+Z', title: 'Redo' },
  { shown: 'Ctrl/Cmd+A', title: 'Select all that are shown' },
  { shown: 'Shift+arrows', title: 'Select several' },
];

const moves = new Set(['left', 'right', 'up', 'down', 'pageUp', 'pageDown', 'first', 'last']);

/**
 * What a key press means; undefined = nothing. In a text field all keys but Escape belong to the field, and keys with
 * Ctrl, Alt or Cmd belong to VS Code. Digits go by the place of the key, so that Shift+digit works on every layout.
 */
export function keyAction(input: KeyInput, isTyping: boolean): KeyAction | undefined {
  if (input.ctrlKey || input.altKey || input.metaKey) return undefined;
  if (isTyping) return input.key === 'Escape' ? { do: 'escape' } : undefined;
  const number = classNumber(input);
  if (number !== undefined) return { do: 'class', number };
  const row = keyTable.find(
    ({ keys, shift }) => keys.includes(input.key) && (shift === undefined || shift === input.shiftKey),
  );
  if (row === undefined) return undefined;
  return input.shiftKey && moves.has(row.do) ? { do: row.do, extend: true } : { do: row.do };
}

/** Class 0 to 9 for the digits 1 to 9 and 0, and 10 to 19 with Shift. */
function classNumber({ code, shiftKey, key }: KeyInput): number | undefined {
  if (key === '/') return undefined; // Shift+7 on German and other layouts: it finds a class
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? (/^\d$/.test(key) ? key : undefined);
  if (digit === undefined || (code.startsWith('Numpad') && !/^\d$/.test(key))) return undefined;
  return ((Number(digit) + 9) % 10) + (shiftKey ? 10 : 0);
}

/** The key of a class, as written on its button; '' beyond the twentieth. */
export function classKey(number: number): string {
  if (number >= 20) return '';
  return `${number >= 10 ? '⇧' : ''}${(number + 1) % 10}`;
}
