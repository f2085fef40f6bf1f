import { withOwnErrors } from '../core/errors.ts';

export type RarelyUsed = typeof import('./rarelyUsed.ts');

/** Loads the commands that hardly anybody needs at once, and works with them. */
export async function withRarelyUsed<T>(work: (commands: RarelyUsed) => Promise<T>): Promise<T> {
  const commands = await import('./rarelyUsed.ts');
  return withOwnErrors(() => work(commands));
}
