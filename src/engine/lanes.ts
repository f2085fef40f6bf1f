import { throwIfAborted } from '../core/errors.ts';
import type { CallContext } from '../protocol/rpc.ts';

/** Works through a list in `count` lanes; the first failure stops them all. */
export async function inLanes<T>(
  count: number,
  list: readonly T[],
  work: (item: T) => Promise<void>,
  signal: CallContext['signal'],
): Promise<void> {
  let next = 0;
  let broken = false;
  const lane = async (): Promise<void> => {
    while (next < list.length && !broken) {
      throwIfAborted(signal);
      await work(list[next++]);
    }
  };
  const lanes = Array.from({ length: count }, () =>
    lane().catch((error: unknown) => {
      broken = true;
      throw error;
    }),
  );
  await Promise.all(lanes);
}
