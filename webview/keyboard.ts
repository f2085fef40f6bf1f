import type { KeyScope } from '../src/protocol/keys.ts';
import { controlKeyAction } from './controlKeys.ts';
import { type KeyAction, keyAction, keyScheme, moves } from './keys.ts';
import { partOf } from './state/relations.ts';
import type { State } from './state/state.ts';
import { focusKind } from './widgets.ts';

export interface KeyboardEvents {
  readonly state: () => State;
  readonly onKey: (action: KeyAction) => void;
  /** Keys go to the images again. */
  readonly focusImages: () => void;
  /** A text field got the focus, or lost it. */
  readonly onTyping: (isTyping: boolean) => void;
}

/** Keys that mean something while anything stands open over the images. */
const whileOpen: ReadonlySet<KeyAction['do']> = new Set(['escape', 'help']);

/** What goes on while its key is held. All else is decided once by one press: a finger that rests labels one image. */
const whileHeld: ReadonlySet<KeyAction['do']> = new Set([
  ...moves,
  'nextUndecided',
  'previousUndecided',
  'larger',
  'smaller',
  'undo',
] as const);

/** What scrolls where there is nothing but to read. */
const scrolls: ReadonlySet<KeyAction['do']> = new Set([...moves, 'skip'] as const);

/** Passes the keys of the page on, but for those that belong to a text field, a control, or what stands open. */
export function listenToKeys({ state, onKey, focusImages, onTyping }: KeyboardEvents): void {
  document.addEventListener('keydown', (event) => {
    const focus = focusKind(event);
    if (event.isComposing) return;
    if (focus === 'control' && (event.key === 'Enter' || event.key === ' ')) return;
    const isField = focus === 'field';
    const isSelectAll = (event.ctrlKey || event.metaKey) && event.key === 'a';
    if (isSelectAll && !isField) event.preventDefault(); // the images, not the words of the page
    const action =
      controlKeyAction(event, isField) ?? keyAction(event, isField, keyScheme(state(), scopeOf(state())));
    if (action === undefined) return;
    // In the help, arrows scroll.
    if (state().overlay === 'help' && scrolls.has(action.do)) return;
    event.preventDefault();
    if (event.repeat && !whileHeld.has(action.do)) return;
    if (isField && action.do === 'escape') focusImages();
    else if (state().overlay === undefined || whileOpen.has(action.do)) onKey(action);
  });
  for (const type of ['focusin', 'focusout'] as const)
    document.addEventListener(type, (event) => onTyping(type === 'focusin' && focusKind(event) === 'field'));
  window.addEventListener('focus', () => {
    if (document.activeElement === document.body || document.activeElement === null) focusImages();
  });
}

/** A large image and a group are labeled like any image, wherever they are shown. */
function scopeOf({ view, isSingle, looks }: State): KeyScope {
  const isQuestion = view === 'relations' && !isSingle && partOf(looks.relations) === 'question';
  return isQuestion ? 'relations' : 'images';
}
