import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions/actions.ts';
import { shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { summaryOf } from '../summary.ts';
import { viewEntry } from '../views/registry.ts';
import { iconButton } from '../widgets.ts';
import { classPalette, type PaletteHost } from './classes.ts';
import { emptyState } from './empty.ts';
import { filterLine } from './filterLine.ts';
import { helpOverlay } from './help.ts';
import { lists } from './lists.ts';
import { notices } from './notices.ts';
import { predictionLine } from './predictions.ts';
import { recentStrip } from './recent.ts';
import { selectionBar } from './selectionBar.ts';
import { toolbar } from './toolbar.ts';
import { whyCard } from './why.ts';

/** What a page is drawn from. */
export interface PageParts {
  readonly state: State;
  readonly actions: Actions;
  readonly grid: HTMLElement;
  /** What stands in place of the grid; undefined = nothing does. */
  readonly view: HTMLElement | undefined;
  readonly stage: HTMLElement;
  readonly palette: PaletteHost;
  /** Address of an image's thumbnail, once known. */
  readonly thumbnail: (path: string) => string | undefined;
}

/** All that stands on the page. */
export function pageTemplate(parts: PageParts): TemplateResult {
  const { state, actions, grid, view = nothing, stage, palette, thumbnail } = parts;
  const summary = summaryOf(state);
  const hasClasses = viewEntry(state.view)?.hasClasses ?? true;
  return html`<div class="page ${hasClasses ? '' : 'is-wide'}" tabindex="-1">
    ${toolbar(state, summary, actions)}
    <div class="notices">
      ${notices(state, summary, actions)}${state.view === 'batch' ? filterLine(state, actions) : nothing}
    </div>
    <main>
      ${grid}${view}${stage}${state.view === 'batch' ? emptyState(state, actions) : nothing}
      ${hasClasses ? selectionBar(state, actions) : nothing}
    </main>
    ${
      hasClasses
        ? html`${recentStrip(state, thumbnail, actions)}
            <aside>
              ${classPalette(state, summary, actions, palette)} ${predictionLine(state)}
              ${whyCard(state, thumbnail, actions)} ${lists(state, actions.goToPath)}
            </aside>`
        : nothing
    }
    <footer>
      <span role="status" aria-live="polite">${state.status}</span>
      ${iconButton({ icon: 'keyboard', label: t('All keys ({0})', shownKeys(state.keys, 'help')), onPress: () => actions.toggle('help') })}
    </footer>
    ${helpOverlay({ isOpen: state.overlay === 'help', keys: state.keys, onClose: () => actions.toggle('help') })}
  </div>`;
}
