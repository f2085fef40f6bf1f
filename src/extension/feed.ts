import { basename } from 'node:path';
import type { Settings } from '../core/settings.ts';
import type { Imports } from '../core/types.ts';
import type { Annotation, BatchManifest, Dataset } from '../dataset/types.ts';
import type { Unreadable } from '../protocol/engine.ts';
import type { KeyBindings } from '../protocol/keys.ts';
import { packPaths } from '../protocol/packedPaths.ts';
import {
  type AnnotationPatch,
  type Banner,
  mark,
  type PanelAdvice,
  type PanelChoices,
  type PanelJob,
  type PanelState,
} from '../protocol/panel.ts';
import { type FolderPredictions, panelPredictions } from './folderPredictions.ts';
import { panelBatch } from './panelBatch.ts';
import { classKeyProblems, panelClasses } from './panelClasses.ts';
import { panelStrategies } from './strategies.ts';

/** What a feed reads from; a `Session` is one. */
export interface FeedSource {
  readonly folder: string;
  readonly window: string;
  readonly dataset: Pick<Dataset, 'images' | 'annotations' | 'classEntries' | 'recent' | 'problems'>;
  /** The one shown; undefined = none was selected yet. */
  readonly batch: BatchManifest | undefined;
  readonly keys: KeyBindings;
  readonly keysFault: string | undefined;
  readonly predictions: FolderPredictions | undefined;
  readonly settings: Settings;
  readonly imports: Imports;
  readonly within: string;
  readonly advice: PanelAdvice | null;
  readonly job: PanelJob | null;
  readonly banner: Banner | null;
  readonly unreadable: readonly Unreadable[];
}

export interface FeedSink {
  readonly changed: (state: Partial<PanelState>) => void;
  readonly annotations: (patch: AnnotationPatch) => void;
}

/** Keeps one page up to date: remembers what it was told, and tells it what differs. */
export class Feed {
  readonly #source: FeedSource;
  readonly #sink: FeedSink;
  readonly #told = new Map<keyof PanelState, unknown>();
  #annotations = new Map<string, Annotation>();
  #rowOf = new Map<string, number>();

  constructor(source: FeedSource, sink: FeedSink) {
    this.#source = source;
    this.#sink = sink;
  }

  /** Tells what changed since the last time; everything, the first time. */
  flush(): void {
    const { folder, window, dataset, batch, job, banner, unreadable } = this.#source;
    const { predictions, advice, imports, keys, keysFault } = this.#source;
    const changed: { -readonly [K in keyof PanelState]?: PanelState[K] } = {};
    if (this.#isNew('folder', folder)) {
      changed.folder = folder;
      changed.window = window;
      changed.name = basename(folder) || folder;
    }
    const newImages = this.#isNew('images', dataset.images);
    if (newImages) {
      changed.images = packPaths(dataset.images.map((image) => image.path));
      this.#rowOf = new Map(dataset.images.map((image, row) => [image.path, row]));
    }
    if (this.#isNew('keys', keys)) changed.keys = keys;
    const classes = panelClasses(dataset.classEntries, keys);
    if (this.#isNew('classes', JSON.stringify(classes))) changed.classes = classes;
    if (this.#isNewList('recent', dataset.recent)) changed.recent = dataset.recent;
    if (this.#isNew('batch', batch)) changed.batch = batch ? panelBatch(batch) : null;
    if (this.#isNew('predictions', predictions) || newImages)
      changed.predictions = predictions ? panelPredictions(predictions, dataset.images) : null;
    const strategies = panelStrategies(dataset, imports);
    if (this.#isNew('strategies', JSON.stringify(strategies))) changed.strategies = strategies;
    const choices = panelChoices(this.#source);
    if (this.#isNew('choices', JSON.stringify(choices))) changed.choices = choices;
    if (this.#isNew('advice', advice)) changed.advice = advice && panelAdvice(advice);
    if (this.#isNew('job', job)) changed.job = job;
    if (this.#isNew('unreadable', unreadable)) changed.unreadable = unreadable;
    const problems = [
      ...(keysFault === undefined ? [] : [keysFault]),
      ...classKeyProblems(dataset.classEntries, keys),
      ...dataset.problems.map((problem) => problem.message),
    ];
    if (this.#isNewList('problems', problems)) changed.problems = problems;
    if (this.#isNew('banner', banner)) changed.banner = banner;
    if (Object.keys(changed).length > 0) this.#sink.changed(changed);
    this.#flushAnnotations(newImages);
  }

  #flushAnnotations(complete: boolean): void {
    const now = this.#source.dataset.annotations;
    const before = complete ? new Map<string, Annotation>() : this.#annotations;
    const changes: [path: string, annotation: Annotation | undefined][] = [];
    for (const [path, annotation] of now)
      if (!isSame(before.get(path), annotation)) changes.push([path, annotation]);
    if (before.size + changes.length > now.size)
      for (const path of before.keys()) if (!now.has(path)) changes.push([path, undefined]);
    if (changes.length === 0 && !complete) return;
    if (complete) this.#annotations = new Map();
    for (const [path, annotation] of changes)
      if (annotation === undefined) this.#annotations.delete(path);
      else this.#annotations.set(path, annotation);
    this.#sink.annotations(annotationPatch(changes, this.#rowOf, complete));
  }

  #isNew(part: keyof PanelState, value: unknown): boolean {
    if (this.#told.has(part) && this.#told.get(part) === value) return false;
    this.#told.set(part, value);
    return true;
  }

  #isNewList(part: keyof PanelState, value: readonly unknown[]): boolean {
    const told = this.#told.get(part);
    const same =
      Array.isArray(told) && told.length === value.length && value.every((entry, i) => entry === told[i]);
    if (!same) this.#told.set(part, value);
    return !same;
  }
}

function panelAdvice({ phase, selector, why, removal, stop }: PanelAdvice): PanelAdvice {
  return { phase, selector, why, ...(removal && { removal }), ...(stop && { stop }) };
}

function panelChoices({ settings, within }: FeedSource): PanelChoices {
  const { selector, batchSize, excludeDuplicates, balance, maxPerGroup } = settings;
  return { selector, batchSize, excludeDuplicates, balance, maxPerGroup, within };
}

function isSame(a: Annotation | undefined, b: Annotation): boolean {
  return a !== undefined && a.label === b.label && a.skipped === b.skipped && a.flagged === b.flagged;
}

/** The wire form of some annotations; paths without a row (their image is missing) are left out. */
function annotationPatch(
  changes: readonly (readonly [string, Annotation | undefined])[],
  rowOf: ReadonlyMap<string, number>,
  complete: boolean,
): AnnotationPatch {
  const rows: number[] = [];
  const labels: number[] = [];
  const marks: number[] = [];
  const numberOf = new Map<string, number>();
  for (const [path, annotation] of changes) {
    const row = rowOf.get(path);
    if (row === undefined) continue;
    const label = annotation?.label ?? '';
    if (label !== '' && !numberOf.has(label)) numberOf.set(label, numberOf.size);
    rows.push(row);
    labels.push(numberOf.get(label) ?? -1);
    marks.push((annotation?.skipped ? mark.skipped : 0) + (annotation?.flagged ? mark.flagged : 0));
  }
  return { complete, rows, names: [...numberOf.keys()], labels, marks };
}
