import type { RelationsPanelApi } from '../../protocol/relationsPanel.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { Session } from '../session.ts';

/** What a page asks about the relations of its folder, answered. */
export function relationRequests({ views: { relations } }: Session): Handlers<typeof RelationsPanelApi> {
  return {
    relations: (isShown) => relations.show(isShown),
    settle: (conflict) => relations.settle(conflict),
    withdraw: (answer) => relations.withdraw(answer),
    later: (question) => relations.later(question),
    takeFree: (source) => relations.takeFree(source),
    eliminate: (on) => relations.eliminate(on),
  };
}
