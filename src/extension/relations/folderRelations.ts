import { l10n } from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { PathGroups } from '../../dataset/relations/freeRelations.ts';
import type { Act, Dataset } from '../../dataset/types.ts';
import type { PanelRelations } from '../../protocol/relationsPanel.ts';
import type { CallOptions } from '../../protocol/rpc.ts';
import { labeledCount } from '../labelCounts.ts';
import { AskedQuestions } from './askedQuestions.ts';
import type { FreeSource } from './freeRelations.ts';
import { PanelParts } from './panelParts.ts';
import { panelQuery, questionOf } from './question.ts';
import { QuestionQueue } from './questionQueue.ts';
import type { Related } from './relateImages.ts';

/** So few questions left, and more are worked out. */
const fewQuestions = 5;
/** So many answers more, or fewer, and what waits is worked out anew; where that is quick, with each answer. */
const manyAnswers = 3;
const quickSeconds = 0.5;

export interface FolderRelationsHost {
  readonly dataset: () => Dataset;
  /** Names the embeddings that questions would be chosen by now. */
  readonly embeddings: () => string;
  /** The most useful questions as things stand; undefined: nothing is embedded. */
  readonly relate: (options: CallOptions) => Promise<Related | undefined>;
  /** Images that the last review found to be copies; the same list until the next one. */
  readonly copies: () => PathGroups;
  readonly act: (acts: readonly Act[]) => Promise<void>;
  readonly changed: () => void;
  /** For the log. */
  readonly failed: (error: unknown) => void;
}

/**
 * The questions about a folder's images while somebody looks at them. Some wait, so that the next one is there at once, and
 * are worked out anew in the background as answers come. It makes way for a job that begins.
 */
export class FolderRelations {
  readonly #host: FolderRelationsHost;
  #dataset: Dataset | undefined;
  #queue = new QuestionQueue();
  #askedThen = new AskedQuestions();
  #parts: PanelParts;
  #panel: PanelRelations | null = null;
  #told = '';
  #seen = { version: 0, implied: 0, labeled: 0, rows: new Map() as Dataset['rows'] };
  #lastGain: number | null = null;
  #isShown = false;
  #isHeld = false;
  /** Answers and labels that the questions which wait do not know of. */
  #news = 0;
  #isDue = true;
  #controller: AbortController | undefined;
  #isQuick = false;
  #embeddings = '';
  #model = '';
  #nothing = '';
  #isEmbedded = true;
  #made = 0;

  constructor(host: FolderRelationsHost) {
    this.#host = host;
    this.#parts = new PanelParts(host.dataset, host.copies);
  }

  /** What the view shows; the same object as long as nothing in it changes. Null before it was shown. */
  get panel(): PanelRelations | null {
    return this.#panel;
  }

  /** The view is shown from now on, or no longer. */
  show(isShown: boolean): void {
    if (isShown === this.#isShown) return;
    this.#isShown = isShown;
    this.#controller?.abort();
    if (!isShown) return;
    this.#follow();
    this.#isDue ||= this.#news > 0 || this.#isStale;
    this.#go();
  }

  /** Something in the dataset changed. */
  datasetChanged(): void {
    if (!this.#isShown) return;
    const { labeled } = this.#seen;
    if (this.#follow()) this.#lastGain = this.#seen.labeled - labeled;
    this.#isDue ||= this.#needsMore;
    this.#go();
  }

  /** A job begins: what is worked out is given up, to be done again when it is over. */
  hold(): void {
    this.#isHeld = true;
    this.#controller?.abort();
  }

  release(): void {
    this.#isHeld = false;
    // The job may have embedded what was missing, or with another encoder.
    this.#isDue ||= this.#isStale;
    if (this.#isShown) this.#go();
  }

  /** Puts the question that settles a contradiction in front. */
  settle(conflict: string): void {
    const ask = this.#parts.conflicts.shown.find(({ id }) => id === conflict)?.ask;
    if (ask === undefined) return;
    const why = l10n.t('Answers contradict each other, and this one decides which of them stands.');
    const what = { kind: 'pair', purpose: 'settle', expected: 0, why, conflict } as const;
    this.#queue.ask({ ...what, id: this.#newId(), anchor: ask.a, candidates: [ask.b], whole: 1 });
    this.#go();
  }

  /** Another question instead of this one. */
  later(question: string): void {
    this.#queue.postpone(question);
    this.#go();
  }

  /** Withdraws an answer; its question does not come back for that. */
  async withdraw(answer: string): Promise<void> {
    this.#askedThen.forget(answer);
    await this.#host.act([{ kind: 'retract', of: answer }]);
  }

  /** Takes over what is known for free, as one undo unit. */
  async takeFree(source: FreeSource): Promise<void> {
    const acts = this.#parts.free.acts(source);
    if (acts.length > 0) await this.#host.act(acts);
  }

  /** Whether images that are of no class but one are of that one. */
  async eliminate(on: boolean): Promise<void> {
    await this.#host.act([{ kind: 'eliminate', on }]);
  }

  /** Whether nothing waits, or what does was chosen by other embeddings. */
  get #isStale(): boolean {
    return this.#queue.list.length === 0 || this.#embeddings !== this.#host.embeddings();
  }

  get #needsMore(): boolean {
    if (this.#news === 0) return false;
    return this.#isQuick || this.#news >= manyAnswers || this.#queue.list.length < fewQuestions;
  }

  #newId(): string {
    this.#made++;
    return `question ${this.#made}`;
  }

  /** Holds what waits against what is known now. True if an answer was given, or taken back, since the last time. */
  #follow(): boolean {
    const dataset = this.#host.dataset();
    const { relations, rows } = dataset;
    const isOther = dataset !== this.#dataset;
    if (isOther) {
      // Opened anew elsewhere: nothing that was asked is about it.
      this.#dataset = dataset;
      this.#queue = new QuestionQueue();
      this.#askedThen = new AskedQuestions();
      this.#news++;
    }
    const before = this.#seen;
    const { version, implied } = relations;
    this.#seen = { version, implied, labeled: labeledCount(dataset), rows };
    const hasAnswer = version !== before.version || implied !== before.implied;
    if (hasAnswer || rows !== before.rows || this.#seen.labeled !== before.labeled) this.#news++;
    if (isOther || version !== before.version) this.#askedThen.follow(relations.answers, this.#queue);
    this.#queue.check(this.#parts.known);
    return hasAnswer;
  }

  /** Works out more if it is time, and tells what there is. */
  #go(): void {
    void this.#fill();
    if (this.#tell()) this.#host.changed();
  }

  async #fill(): Promise<void> {
    if (!this.#isDue || !this.#isShown || this.#isHeld || this.#controller) return;
    const controller = new AbortController();
    this.#controller = controller;
    this.#isDue = false;
    this.#news = 0;
    this.#embeddings = this.#host.embeddings();
    const { signal } = controller;
    try {
      const found = await this.#host.relate({ signal });
      if (!signal.aborted) this.#take(found);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    } finally {
      this.#controller = undefined;
      this.#isDue ||= signal.aborted || this.#needsMore;
      if (this.#isShown) this.#go();
    }
  }

  #take(found: Related | undefined): void {
    this.#isQuick = (found?.seconds ?? 0) < quickSeconds;
    this.#model = found?.model.why ?? '';
    this.#isEmbedded = found !== undefined;
    this.#nothing =
      found === undefined
        ? l10n.t('Questions are chosen by what looks alike, and no image is embedded yet.')
        : found.notes.join(' ') || l10n.t('There is nothing left to ask.');
    const fresh = (found?.queries ?? []).flatMap(
      (query) => questionOf(query, this.#newId(), (row) => found?.paths[row] ?? '') ?? [],
    );
    this.#queue.take(fresh);
    this.#queue.check(this.#parts.known);
  }

  #failed(error: unknown): void {
    this.#host.failed(error);
    this.#nothing =
      error instanceof UserError
        ? error.message
        : l10n.t('No question could be worked out; the log says why.');
  }

  /** Whether there is something else to tell than the last time. */
  #tell(): boolean {
    if (!this.#isShown) return false;
    const { list } = this.#queue;
    const isThinking = this.#isDue || this.#controller !== undefined;
    const panel: PanelRelations = {
      ...this.#parts.panel,
      lastGain: this.#lastGain,
      queries: list.map((one) => panelQuery(one, this.#parts.groupOf(one.anchor))),
      isThinking,
      nothing: list.length > 0 || isThinking ? '' : this.#nothing,
      ...(this.#isEmbedded ? {} : { lacks: 'embeddings' }),
      model: this.#model,
    };
    const told = JSON.stringify(panel);
    if (told === this.#told) return false;
    this.#told = told;
    this.#panel = panel;
    return true;
  }
}
