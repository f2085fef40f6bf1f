import type { ComparePanelApi } from '../../protocol/comparePanel.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { Session } from '../session.ts';

/** What a page asks about the comparison of its folder, answered. `tell`: tells the page what changed. */
export function compareRequests(session: Session, tell: () => void): Handlers<typeof ComparePanelApi> {
  return {
    compare: async (selectors) => {
      await session.compare(selectors);
      tell();
    },
    takeCompared: async (n) => {
      await session.takeCompared(n);
      tell();
    },
  };
}
