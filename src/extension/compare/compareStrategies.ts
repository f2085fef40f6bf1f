import type { CommandArguments } from '../commandArguments.ts';
import type { OpenFolder } from '../openFolder.ts';

/** *Compare Strategies*: the view where they are chosen; at once, where an argument names them. */
export async function compareStrategies(
  { session, panel }: OpenFolder,
  { strategies }: CommandArguments,
): Promise<void> {
  panel?.show('compare');
  if (strategies !== undefined) await session.compare(strategies);
}
