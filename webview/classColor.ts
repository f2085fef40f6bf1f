import type { State } from './state/state.ts';

/** Colors in the palette of style.css; later classes use them again with an outline, told apart by key and name. */
const colors = 10;

/** CSS classes for the color of a class, by the number the host gave; '' for no class (-1). */
export function colorClass(color: number): string {
  if (color < 0) return '';
  const isAgain = Math.floor(color / colors) % 2 === 1;
  return `class-color-${color % colors}${isAgain ? ' is-again' : ''}`;
}

/** Number of the color of a class; -1 = there is no such class. */
export function colorOf({ classes }: Pick<State, 'classes'>, name: string): number {
  return classes.find((entry) => entry.name === name)?.color ?? -1;
}
