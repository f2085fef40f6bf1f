import type { KeyAction, KeyInput } from './keys.ts';

const moves: Readonly<Record<string, 'left' | 'right' | 'up' | 'down' | 'first' | 'last'>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/** What a key press with Ctrl or Cmd means, as in other lists; undefined = it belongs to VS Code, or to the text field. */
export function controlKeyAction(input: KeyInput, isTyping: boolean): KeyAction | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = input;
  if (altKey || shiftKey || !(ctrlKey || metaKey)) return undefined;
  if (key === 'f' || key === 'F') return { do: 'filter' };
  if (isTyping) return undefined;
  if (key === ' ') return { do: 'toggle' };
  const move = moves[key];
  return move === undefined ? undefined : { do: move, keep: true };
}
