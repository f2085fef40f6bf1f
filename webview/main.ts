import { render } from 'lit-html';
import type { ViewName } from '../src/protocol/panel.ts';
import { createActions } from './actions/actions.ts';
import { Grid } from './batch/grid.ts';
import { Stage } from './batch/stage.ts';
import { Thumbnails } from './batch/thumbnails.ts';
import { nearestPath } from './batch/wanted.ts';
import { connectHost } from './host.ts';
import { Keeping, restoring } from './keeping.ts';
import { listenToKeys } from './keyboard.ts';
import { focusClass } from './parts/classFocus.ts';
import { pageTemplate } from './parts/page.ts';
import { closeWhenLeft, focusPopover } from './parts/popover.ts';
import type { Action } from './state/action.ts';
import { noQuery } from './state/classQuery.ts';
import { wholeBatch } from './state/filter.ts';
import { initialState } from './state/state.ts';
import { update } from './state/update.ts';
import { OpenedViews } from './views/opened.ts';
import { emptyTextField, focusTextField, isTextFieldFocused } from './widgets.ts';

let state = initialState;
let isDrawAsked = false;
let isDrawing = false;
let drawnOverlay = initialState.overlay;
let wasSingle = initialState.isSingle;
/** A view that was asked for from outside counts more than the one that was kept. */
let askedView: ViewName | undefined;

/** The one way in which the page changes: a new state now, one drawing per frame. */
function dispatch(action: Action): void {
  const before = state;
  state = update(state, action);
  // At once: what is typed next belongs to what has just been opened.
  if (state.overlay !== before.overlay) draw();
  else if (state !== before) askDraw();
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
    if (change.images) {
      thumbnails.refresh();
      stage.refresh();
    }
    dispatch({ type: 'changed', change });
  },
  annotations: (patch) => {
    // A list of unlabeled images needs to know which they are.
    const restored = state.isAnnotated ? undefined : restoring(askedView);
    dispatch({ type: 'annotations', patch });
    if (restored) dispatch(restored);
  },
  tookBack: (answer) => actions.tookBack(answer),
  reveal: ({ path, inBatch }) => {
    if (inBatch) dispatch({ type: 'filter', change: wholeBatch });
    dispatch({ type: 'goToPath', path });
    if (inBatch || state.view !== 'map') dispatch({ type: 'view', view: 'batch' });
    focusImages();
  },
  show: (view) => {
    askedView = view;
    actions.showView(view);
  },
  findSimilar: (ask) => actions.findSimilar(ask),
  shortcut: (shortcut) => {
    if (isTextFieldFocused() || state.overlay !== undefined) return;
    if (shortcut === 'undo') actions.undo();
    else if (shortcut === 'redo') actions.redo();
    else dispatch({ type: 'selectAll' });
  },
});
const keeping = new Keeping();
const thumbnails = new Thumbnails(
  (paths, signal) => host.thumbnails(paths, { signal }),
  (paths) => {
    grid.refresh();
    if (state.view !== 'batch') askDraw();
    // The card beside the images and the last acts below them show some of them too.
    const beside = new Set([nearestPath(state), ...state.recent.map(({ path }) => path)]);
    if (paths.some((path) => beside.has(path))) askDraw();
  },
);
const stage = new Stage((path, signal) => host.original(path, { signal }), thumbnails, {
  onClose: () => dispatch({ type: 'single', on: false }),
});
const grid = new Grid(thumbnails, {
  onPick: (place, how) => dispatch({ type: 'goTo', place, ...(how && { how }) }),
  onToggle: (place) => dispatch({ type: 'toggle', place }),
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
  findClass: () => focusTextField(document.querySelector('aside') ?? document.body),
  labelInView: (name) => opened.label(name),
  draw,
  focusClass,
  showAllClasses,
  focusImages,
  stage,
});

const opened = new OpenedViews({ host, state: () => state, dispatch, actions, thumbnails });

/** Empties the field that narrows the list of classes. */
function showAllClasses(): void {
  emptyTextField(document.querySelector('aside') ?? document.body);
  dispatch({ type: 'classQuery', query: noQuery });
}

/** To the images, large or small, or where they would be. */
function focusImages(): void {
  // A page that is shown beside the text a person types takes no focus from it; the first click or key does.
  if (!document.hasFocus()) return;
  if (!state.isSingle && opened.focus()) return;
  const target = [stage.element, grid.element].find((element) => !element.hidden && isShown(element));
  (target ?? document.querySelector<HTMLElement>('.page'))?.focus({ preventScroll: true });
}

function isShown(element: HTMLElement): boolean {
  return element.isConnected && getComputedStyle(element).visibility !== 'hidden';
}

function draw(): void {
  // What had the focus may go with the drawing, and ask for another one in the middle of it.
  if (isDrawing) {
    askDraw();
    return;
  }
  isDrawing = true;
  try {
    drawAll();
  } finally {
    isDrawing = false;
  }
}

function drawAll(): void {
  const isEmpty = state.shown.length === 0;
  const view = opened.element(state);
  view?.classList.toggle('is-behind', state.isSingle);
  grid.element.hidden = isEmpty || state.view !== 'batch';
  grid.element.classList.toggle('is-behind', state.isSingle);
  stage.element.hidden = !state.isSingle || isEmpty;
  render(
    pageTemplate({
      state,
      actions,
      grid: grid.element,
      view,
      stage: stage.element,
      palette: {
        query: (query) => dispatch({ type: 'classQuery', query }),
        onDone: () => {
          showAllClasses();
          focusImages();
        },
      },
      thumbnail: (path) => {
        const picture = thumbnails.get(path);
        return picture?.kind === 'picture' ? picture.url : undefined;
      },
    }),
    document.body,
  );
  if (state.overlay !== drawnOverlay) {
    drawnOverlay = state.overlay;
    focusPopover();
  }
  if (state.isSingle !== wasSingle) {
    wasSingle = state.isSingle;
    // What had the focus is hidden now.
    if (!isTextFieldFocused() && state.overlay === undefined) focusImages();
  }
  if (state.view === 'batch') grid.show(state);
  else opened.show(state);
  if (state.isSingle) stage.show(state);
  keeping.note(state);
}

listenToKeys({
  state: () => state,
  onKey: (action) => {
    actions.inTurn(() => {
      // What stands open over a view is closed before anything in it.
      const isOver = state.isSingle || state.overlay !== undefined;
      if (isOver || !opened.key(action)) actions.key(action);
    });
  },
  focusImages,
  onTyping: (isTyping) => void host.typing(isTyping).catch(() => {}),
});
closeWhenLeft(() => {
  const { overlay, classEdit } = state;
  if (overlay !== undefined) actions.toggle(overlay);
  else if (classEdit !== undefined) actions.closeClass();
});
draw();
focusImages();
void host.ready(null);
