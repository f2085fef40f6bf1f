import type { RelationsPanelApi } from '../../protocol/relationsPanel.ts';
import type { Handlers } from '../../protocol/rpc.ts';

/** What a page asks about the relations of its folder, answered. */
export function relationRequests(): Handlers<typeof RelationsPanelApi> {
  return {
    relations: () => {},
    settle: () => {},
    withdraw: () => {},
    later: () => {},
    takeFree: () => {},
    eliminate: () => {},
  };
}
