import './style.css';
import { html, render } from 'lit-html';
import { createActions } from './actions/actions.ts';
import { Grid } from './batch/grid.ts';
import { Stage } from './batch/stage.ts';
import { Thumbnails } from './batch/thumbnails.ts';
import { connectHost, keep, kept } from './host.ts';
import { keyAction, keyScheme } from './keys.ts';
import { classPalette } from './parts/classes.ts';
import { emptyState } from './parts/empty.ts';
import { helpOverlay } from './parts/help.ts';
import { lists } from './parts/lists.ts';
import { notices } from './parts/notices.ts';
import { focusPopover } from './parts/popover.ts';
import { predictionLine } from './parts/predictions.ts';
import { toolbar } from './parts/toolbar.ts';
import { whyCard } from './parts/why.ts';
import type { Action } from './state/action.ts';
import { currentPath } from './state/selection.ts';
import { type Filter, filters, initialState } from './state/state.ts';
import { update } from './state/update.ts';
import { summaryOf } from './summary.ts';
import { focusKind, focusTextField, iconButton, isTextFieldFocused } from './widgets.ts';

let state = initialState;
let classText = '';
/** The newest ones: all that is kept is written with every drawing. */
const keptRejections = 1000;

let isDrawAsked = false;
let drawnOverlay = initialState.overlay;

/** The one way in which the page changes: a new state now, one drawing per frame. */
function dispatch(action: Action): void {
  state = update(state, action);
  askDraw();
}

function askDraw(): void {
  if (isDrawAsked) return;
  isDrawAsked = true;
  requestAnimationFrame(() => {
    isDrawAsked = false;
    draw();
  });
}

const host = connectHost({
  changed: (change) => {
    if (change.images) thumbnails.clear();
    const isFirst = !state.isLoaded;
    dispatch({ type: 'changed', change });
    if (isFirst) restore();
  },
  annotations: (patch) => dispatch({ type: 'annotations', patch }),
  tookBack: (answer) => actions.tookBack(answer),
  reveal: ({ path, inBatch }) => {
    if (inBatch) dispatch({ type: 'filter', filter: 'batch' });
    dispatch({ type: 'goToPath', path });
    focusImages();
  },
  shortcut: (shortcut) => {
    if (isTextFieldFocused()) return;
    if (shortcut === 'undo') actions.undo();
    else if (shortcut === 'redo') actions.redo();
    else dispatch({ type: 'selectAll' });
  },
});
const thumbnails = new Thumbnails((paths, signal) => host.thumbnails(paths, { signal }), askDraw);
const stage = new Stage((path) => host.original(path), thumbnails);
const grid = new Grid(thumbnails, {
  onPick: (place, extend) => dispatch({ type: 'goTo', place, extend }),
  onOpen: (place) => {
    dispatch({ type: 'goTo', place });
    dispatch({ type: 'single', on: true });
  },
});
const actions = createActions({
  host,
  state: () => state,
  dispatch,
  grid: () => grid.page,
  findClass: () => focusTextField(document.body),
  focusImages,
  zoom: (direction) => stage.zoom(direction),
});

/** What was shown before the panel was hidden or the window reloaded. */
function restore(): void {
  const { filter, path = '', cellSize = initialState.cellSize, rejected = [] } = kept();
  const known = filters.find((entry) => entry === filter);
  if (known) dispatch({ type: 'restored', filter: known, path, cellSize, rejected: new Map(rejected) });
}

function focusImages(): void {
  grid.element.focus({ preventScroll: true });
}

function draw(): void {
  const summary = summaryOf(state);
  const onFilter = (filter: Filter): void => {
    dispatch({ type: 'filter', filter });
    focusImages();
  };
  const classField = {
    text: classText,
    onInput: (text: string) => {
      classText = text;
      askDraw();
    },
    onDone: focusImages,
  };
  const pictureOf = (path: string): string | undefined => {
    const picture = thumbnails.get(path);
    return picture?.kind === 'picture' ? picture.url : undefined;
  };
  grid.element.classList.toggle('is-behind', state.isSingle);
  stage.element.hidden = !state.isSingle;
  render(
    html`<div class="page">
      ${toolbar(state, summary, actions, onFilter)}
      <div class="notices">${notices(state, summary, actions)}</div>
      <main>${grid.element}${stage.element}${emptyState(state, actions)}</main>
      <aside>
        ${classPalette(state, summary, actions, classField)} ${predictionLine(state)}
        ${whyCard(state, pictureOf)}
        ${lists(state, (path) => dispatch({ type: 'goToPath', path }))}
      </aside>
      <footer>
        <span role="status" aria-live="polite">${state.status}</span>
        ${iconButton({
          icon: 'keyboard',
          label: 'All keys (?)',
          onPress: () => actions.toggle('help'),
        })}
      </footer>
      ${helpOverlay({ isOpen: state.overlay === 'help', keys: state.keys, onClose: () => actions.toggle('help') })}
    </div>`,
    document.body,
  );
  if (state.overlay !== drawnOverlay) {
    drawnOverlay = state.overlay;
    focusPopover();
  }
  grid.show(state);
  if (state.isSingle) stage.show(state);
  if (state.isLoaded)
    keep({
      folder: state.folder,
      window: state.window,
      filter: state.filter,
      path: currentPath(state),
      cellSize: state.cellSize,
      rejected: [...state.rejected].slice(-keptRejections),
    });
}

document.addEventListener('keydown', (event) => {
  const focus = focusKind(event);
  if (focus === 'control' && (event.key === 'Enter' || event.key === ' ')) return;
  const isSelectAll = (event.ctrlKey || event.metaKey) && event.key === 'a';
  if (isSelectAll && focus !== 'field') event.preventDefault(); // the images, not the words of the page
  const action = keyAction(event, focus === 'field', keyScheme(state));
  if (action === undefined || event.isComposing) return;
  event.preventDefault();
  if (focus === 'field') focusImages();
  else actions.key(action);
});
for (const type of ['focusin', 'focusout'] as const)
  document.addEventListener(type, (event) => {
    void host.typing(type === 'focusin' && focusKind(event) === 'field').catch(() => {});
  });
window.addEventListener('focus', () => {
  if (document.activeElement === document.body || document.activeElement === null) focusImages();
});

draw();
focusImages();
void host.ready(null);
