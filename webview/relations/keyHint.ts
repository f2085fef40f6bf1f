import { html, nothing, type TemplateResult } from 'lit-html';
import { type KeyActionName, shownKey } from '../../src/protocol/keys.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';

/** The keys of some actions and what all of them do, for a line of hints: of each action its first one. Nothing where they have none. */
export function keyHint(
  { keys }: State,
  actions: readonly KeyActionName[],
  words: string,
): TemplateResult | typeof nothing {
  const shown = actions.flatMap((action) => keys[action].slice(0, 1));
  return shown.length === 0
    ? nothing
    : html`<span>${shown.map((key) => html`<kbd>${shownKey(key)}</kbd> `)}${words}</span>`;
}

/** How to get from the groups, or the contradictions, to the questions. */
export function wayBack(state: State, part: 'groups' | 'conflicts'): TemplateResult | typeof nothing {
  const isNext = part === 'conflicts' || (state.relations?.conflicts.count ?? 0) === 0;
  return keyHint(state, isNext ? ['nextUndecided', 'escape'] : ['escape'], t('back to the questions'));
}
