import { basename } from 'node:path';
import { l10n } from 'vscode';
import type { Settings } from '../core/settings.ts';
import type { Imports } from '../core/types.ts';
import type { BatchManifest, Dataset, Problem } from '../dataset/types.ts';
import type { Unreadable } from '../protocol/engine.ts';
import type { KeyBindings } from '../protocol/keys.ts';
import { packPaths } from '../protocol/packedPaths.ts';
import type {
  AnnotationPatch,
  Banner,
  PanelAdvice,
  PanelChoices,
  PanelJob,
  PanelState,
} from '../protocol/panel.ts';
import { annotationPatch } from './annotationPatch.ts';
import type { Among } from './clusters/among.ts';
import { type FolderPredictions, panelPredictions } from './folderPredictions.ts';
import { panelBatch } from './panelBatch.ts';
import { classKeyProblems, panelClasses } from './panelClasses.ts';
import { embeddingsName } from './roundParts.ts';
import type { SessionViews } from './sessionViews.ts';
import { panelStrategies } from './strategies.ts';

const mostProblems = 200;

/** What a feed reads from; a `Session` is one. */
export interface FeedSource {
  readonly folder: string;
  readonly window: string;
  readonly dataset: Pick<
    Dataset,
    'images' | 'rows' | 'annotations' | 'changes' | 'counts' | 'classEntries' | 'recent' | 'problems'
  >;
  /** The one shown; undefined = none was selected yet. */
  readonly batch: BatchManifest | undefined;
  readonly keys: KeyBindings;
  readonly keysFault: string | undefined;
  readonly predictions: FolderPredictions | undefined;
  readonly settings: Settings;
  readonly imports: Imports;
  readonly within: string;
  readonly among: Among | undefined;
  readonly advice: PanelAdvice | null;
  readonly job: PanelJob | null;
  readonly banner: Banner | null;
  readonly views: {
    readonly compared: SessionViews['compared'];
    readonly review: Pick<SessionViews['review'], 'found' | 'marks'>;
    readonly relations: Pick<SessionViews['relations'], 'panel'>;
  };
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
  readonly #problems = new ToldProblems();
  /** Of the changes told; undefined = none yet, or of another dataset. */
  #mark: { readonly changes: Dataset['changes']; readonly at: number } | undefined;

  constructor(source: FeedSource, sink: FeedSink) {
    this.#source = source;
    this.#sink = sink;
  }

  /** Tells what changed since the last time; everything, the first time. */
  flush(): void {
    const { folder, window, dataset, batch, job, banner, unreadable } = this.#source;
    const { views, predictions, advice, imports, keys, keysFault } = this.#source;
    const { review, relations, compared } = views;
    const changed: { -readonly [K in keyof PanelState]?: PanelState[K] } = {};
    if (this.#isNew('folder', folder)) {
      changed.folder = folder;
      changed.window = window;
      changed.name = basename(folder) || folder;
    }
    const newImages = this.#isNew('images', dataset.rows);
    if (newImages) changed.images = packPaths(dataset.rows.keys());
    const embeddings = embeddingsName(this.#source);
    if (this.#isNew('embeddings', embeddings)) changed.embeddings = embeddings;
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
    if (this.#isNew('comparison', compared)) changed.comparison = compared;
    if (this.#isNew('job', job)) changed.job = job;
    if (this.#isNew('review', review.found)) changed.review = review.found;
    if (this.#isNew('reviewMarks', review.marks)) changed.reviewMarks = review.marks;
    if (this.#isNew('relations', relations.panel)) changed.relations = relations.panel;
    if (this.#isNew('unreadable', unreadable)) changed.unreadable = unreadable;
    const problems = [
      ...(keysFault === undefined ? [] : [keysFault]),
      ...classKeyProblems(dataset.classEntries, keys),
      ...this.#problems.of(dataset.problems),
    ];
    if (this.#isNewList('problems', problems)) changed.problems = problems;
    if (this.#isNew('banner', banner)) changed.banner = banner;
    if (Object.keys(changed).length > 0) this.#sink.changed(changed);
    this.#flushAnnotations(newImages);
  }

  #flushAnnotations(isAnew: boolean): void {
    const { dataset } = this.#source;
    const { changes } = dataset;
    const changed = isAnew || this.#mark?.changes !== changes ? undefined : changes.since(this.#mark.at);
    this.#mark = { changes, at: changes.mark };
    if (changed?.length === 0) return;
    this.#sink.annotations(annotationPatch(dataset, changed && new Set(changed)));
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

function panelChoices({ settings, within, among }: FeedSource): PanelChoices {
  const { selector, batchSize, excludeDuplicates, balance, maxPerGroup } = settings;
  const subset = among === undefined ? null : { title: among.title, count: among.paths.size };
  return { selector, batchSize, excludeDuplicates, balance, maxPerGroup, within, among: subset };
}

/** Sentences about the files of a dataset, as many as a person may read. */
class ToldProblems {
  #problems: readonly Problem[] = [];
  #sentences: readonly string[] = [];

  of(problems: readonly Problem[]): readonly string[] {
    if (problems !== this.#problems) {
      const rest = problems.length - mostProblems;
      const sentences = problems.slice(0, mostProblems).map(({ message }) => message);
      this.#sentences = rest > 0 ? [...sentences, l10n.t('There are {0} more of these.', rest)] : sentences;
      this.#problems = problems;
    }
    return this.#sentences;
  }
}
