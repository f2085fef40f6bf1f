import type { PanelAct, PanelChoices, PanelCommand, UndoAnswer } from '../src/protocol/panel.ts';
import { type Annotation, nothing } from './annotations.ts';
import type { Host } from './host.ts';
import type { KeyAction } from './keys.ts';
import { classKey } from './keys.ts';
import {
  type Action,
  annotationOf,
  type Overlay,
  type Prediction,
  predictionOf,
  type State,
  selectedPaths,
} from './state.ts';

/** What the actions need from the page. */
export interface Page {
  readonly host: Host;
  readonly state: () => State;
  readonly dispatch: (action: Action) => void;
  /** Columns of the grid and rows of one page. */
  readonly grid: () => { readonly columns: number; readonly rows: number };
  readonly findClass: () => void;
  /** Keys go to the images again, so that Space does not press the same button once more. */
  readonly focusImages: () => void;
  /** Makes the single image larger (+1) or smaller (-1). */
  readonly zoom: (direction: 1 | -1) => void;
}

const cellStep = 32;

/** What a person can do, by key or by button. */
export class Actions {
  readonly #page: Page;
  #nextId = 1;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Does what a key means. */
  key(action: KeyAction): void {
    if (action.do === 'class') this.labelNumber(action.number);
    else this.#byKey[action.do](action.extend === true);
  }

  readonly #byKey: Readonly<Record<Exclude<KeyAction['do'], 'class'>, (extend: boolean) => void>> = {
    skip: () => this.skip(),
    undo: () => this.undo(),
    flag: () => this.flag(),
    left: (extend) => this.#move(-1, extend),
    right: (extend) => this.#move(1, extend),
    up: (extend) => this.#move(-this.#page.grid().columns, extend),
    down: (extend) => this.#move(this.#page.grid().columns, extend),
    pageUp: (extend) => this.#move(-pageSize(this.#page), extend),
    pageDown: (extend) => this.#move(pageSize(this.#page), extend),
    first: (extend) => this.#page.dispatch({ type: 'goTo', place: 0, extend }),
    last: (extend) => this.#page.dispatch({ type: 'goTo', place: Number.MAX_SAFE_INTEGER, extend }),
    nextUndecided: () => this.#page.dispatch({ type: 'nextUndecided', direction: 1 }),
    previousUndecided: () => this.#page.dispatch({ type: 'nextUndecided', direction: -1 }),
    open: () => this.#page.dispatch({ type: 'single', on: !this.#page.state().isSingle }),
    help: () => this.toggle('help'),
    find: () => this.#page.findClass(),
    larger: () => this.#resize(1),
    smaller: () => this.#resize(-1),
    accept: () => this.accept(),
    reject: () => this.reject(),
    escape: () => this.#escape(),
  };

  /** Labels what is selected with the n-th class (from 0), and goes on. */
  labelNumber(number: number): void {
    const name = this.#page.state().classes[number];
    if (name === undefined)
      this.#say(`There is no class on key ${classKey(number)} yet: press / and type its name.`);
    else this.label(name);
  }

  label(name: string): void {
    const paths = selectedPaths(this.#page.state());
    if (paths.length === 0) {
      this.#say('There is no image to label here.');
      return;
    }
    const changes = this.#changes(paths, (old) => ({ ...old, label: name, skipped: false }));
    this.#act([{ kind: 'label', paths, label: name }], changes, true, `${said(paths)} is ${name}.`);
  }

  skip(): void {
    const paths = selectedPaths(this.#page.state());
    if (paths.length === 0) return;
    const on = !this.#all(paths, ({ skipped }) => skipped);
    const changes = this.#changes(paths, (old) => ({ ...old, label: on ? '' : old.label, skipped: on }));
    this.#act([{ kind: 'skip', paths, on }], changes, on, `${said(paths)} ${on ? 'skipped' : 'is back'}.`);
  }

  flag(): void {
    const paths = selectedPaths(this.#page.state());
    if (paths.length === 0) return;
    const on = !this.#all(paths, ({ flagged }) => flagged);
    const changes = this.#changes(paths, (old) => ({ ...old, flagged: on }));
    this.#act(
      [{ kind: 'flag', paths, on }],
      changes,
      false,
      `${said(paths)} ${on ? 'flagged' : 'not flagged'}.`,
    );
  }

  /** Labels each selected image with the class that is predicted for it; one undo unit. */
  accept(): void {
    const predicted = this.#predicted().filter(([, { isRejected }]) => !isRejected);
    if (predicted.length === 0) {
      this.#sayNoPrediction();
      return;
    }
    const changes = new Map<string, Annotation>();
    const paths = new Map<string, string[]>();
    for (const [path, { label }] of predicted) {
      changes.set(path, { ...this.#annotation(path), label, skipped: false });
      const ofLabel = paths.get(label);
      if (ofLabel) ofLabel.push(path);
      else paths.set(label, [path]);
    }
    const acts = [...paths].map(([label, ofLabel]): PanelAct => ({ kind: 'label', paths: ofLabel, label }));
    const [[path, { label }]] = predicted;
    const status =
      predicted.length === 1
        ? `${path} is ${label}, as predicted.`
        : `${predicted.length.toLocaleString('en')} images: each is what was predicted.`;
    this.#act(acts, changes, true, status);
  }

  /** Hides the predictions of the selected images, or shows them again. Nothing is written, and no model hears of it. */
  reject(): void {
    const predicted = this.#predicted();
    if (predicted.length === 0) {
      this.#sayNoPrediction();
      return;
    }
    const on = predicted.some(([, { isRejected }]) => !isRejected);
    const changes = new Map(predicted.map(([path, { label }]) => [path, on ? label : null]));
    this.#page.dispatch({ type: 'rejected', changes, advance: on });
    const [[path, { label }]] = predicted;
    const one = on ? `Not ${label}: hidden for ${path}. Still unlabeled.` : `${path}: ${label} again.`;
    const many = `${predicted.length.toLocaleString('en')} predictions ${on ? 'hidden; the images are still unlabeled' : 'shown again'}.`;
    this.#say(predicted.length === 1 ? one : many);
  }

  /** From the class field: labels with a class that exists; adds one that does not, and labels too if asked. */
  enterClass(text: string, alsoLabel: boolean): void {
    const name = text.trim();
    if (name === '') return;
    const { classes } = this.#page.state();
    const existing =
      classes.find((entry) => entry === name) ??
      classes.find((entry) => entry.toLowerCase() === name.toLowerCase());
    if (existing === undefined) this.#addClass(name, alsoLabel);
    else this.label(existing);
  }

  #addClass(name: string, alsoLabel: boolean): void {
    const state = this.#page.state();
    const key = classKey(state.classes.length);
    const hint = key === '' ? 'Type its name to use it.' : `Press ${key} to use it.`;
    const added: PanelAct = { kind: 'class-add', name };
    const paths = alsoLabel ? selectedPaths(state) : [];
    const changes = this.#changes(paths, (old) => ({ ...old, label: name, skipped: false }));
    if (paths.length === 0) this.#act([added], changes, false, `Class ${name} added. ${hint}`);
    else
      this.#act([added, { kind: 'label', paths, label: name }], changes, true, `${said(paths)} is ${name}.`);
  }

  undo(): void {
    void this.#page.host.undo(null).then((answer) => this.tookBack(answer), this.#failed);
  }

  redo(): void {
    void this.#page.host.redo(null).then((answer) => this.tookBack(answer), this.#failed);
  }

  /** Undo or redo is done: goes to the image it was about. */
  tookBack(answer: UndoAnswer): void {
    const path = answer?.paths[0];
    if (path !== undefined) this.#page.dispatch({ type: 'goToPath', path });
    this.#say(answer?.message ?? 'There is nothing to take back.');
  }

  run(command: PanelCommand): void {
    this.#page.focusImages();
    void this.#page.host.run(command).catch(this.#failed);
  }

  dismissBanner(): void {
    void this.#page.host.dismissBanner(null).catch(this.#failed);
    this.#page.dispatch({ type: 'changed', change: { banner: null } });
  }

  /** Changes how the next batch is chosen: shown at once, taken back if it could not be kept. */
  choose(change: Partial<PanelChoices>): void {
    const { host, state, dispatch } = this.#page;
    const before = state().choices;
    dispatch({ type: 'changed', change: { choices: { ...before, ...change } } });
    void host.choose(change).catch((error: unknown) => {
      dispatch({ type: 'changed', change: { choices: before } });
      this.#failed(error);
    });
  }

  answerAdvice(answer: 'use' | 'dismiss'): void {
    this.#page.focusImages();
    void this.#page.host.answerAdvice(answer).catch(this.#failed);
  }

  /** Opens what is closed, and closes what is open. */
  toggle(overlay: Overlay): void {
    const { state, dispatch, focusImages } = this.#page;
    const open = state().overlay === overlay ? undefined : overlay;
    dispatch({ type: 'overlay', open });
    if (open === undefined) focusImages();
  }

  #escape(): void {
    const { state, dispatch } = this.#page;
    const { overlay } = state();
    if (overlay) this.toggle(overlay);
    else if (state().isSingle) dispatch({ type: 'single', on: false });
    else dispatch({ type: 'clearSelection' });
  }

  #move(by: number, extend: boolean): void {
    this.#page.dispatch({ type: 'move', by, extend });
  }

  /** The selected images that a class is predicted for. */
  #predicted(): (readonly [path: string, prediction: Prediction])[] {
    const state = this.#page.state();
    return selectedPaths(state).flatMap((path) => {
      const prediction = predictionOf(state, state.rowOf.get(path) ?? -1);
      return prediction ? [[path, prediction] as const] : [];
    });
  }

  #sayNoPrediction(): void {
    const { predictions } = this.#page.state();
    this.#say(
      predictions === null
        ? 'There is no prediction yet: label two classes with the digits first.'
        : 'Nothing is predicted here.',
    );
  }

  #resize(direction: 1 | -1): void {
    const { state, dispatch, zoom } = this.#page;
    if (state().isSingle) zoom(direction);
    else dispatch({ type: 'cellSize', size: state().cellSize + direction * cellStep });
  }

  /** Shows the change at once, goes on, and takes the change back if the host could not save it. */
  #act(
    acts: readonly PanelAct[],
    changes: ReadonlyMap<string, Annotation>,
    advance: boolean,
    status: string,
  ): void {
    const { host, dispatch } = this.#page;
    const id = this.#nextId++;
    dispatch({ type: 'acted', id, changes, advance });
    host.act(acts).then(
      () => {
        dispatch({ type: 'answered', id });
        this.#say(status);
      },
      (error: unknown) => dispatch({ type: 'refused', id, message: messageOf(error) }),
    );
  }

  #changes(
    paths: readonly string[],
    change: (old: Annotation) => Annotation,
  ): ReadonlyMap<string, Annotation> {
    return new Map(paths.map((path) => [path, change(this.#annotation(path))]));
  }

  #all(paths: readonly string[], test: (annotation: Annotation) => boolean): boolean {
    return paths.every((path) => test(this.#annotation(path)));
  }

  #annotation(path: string): Annotation {
    const state = this.#page.state();
    const row = state.rowOf.get(path);
    return row === undefined ? nothing : annotationOf(state, row);
  }

  #say(text: string): void {
    this.#page.dispatch({ type: 'status', text });
  }

  readonly #failed = (error: unknown): void => {
    const banner = { kind: 'error', message: messageOf(error) } as const;
    this.#page.dispatch({ type: 'changed', change: { banner } });
  };
}

function pageSize({ grid }: Page): number {
  return grid().columns * grid().rows;
}

function said(paths: readonly string[]): string {
  return paths.length === 1 ? paths[0] : `${paths.length.toLocaleString('en')} images: each`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
