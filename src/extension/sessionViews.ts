import type { Act, Dataset } from '../dataset/types.ts';
import type { PanelComparison } from '../protocol/comparePanel.ts';
import type { Unreadable } from '../protocol/engine.ts';
import { BackgroundHead } from './backgroundHead.ts';
import { Comparison } from './compare/comparison.ts';
import { predictClasses } from './folderPredictions.ts';
import { FolderInsights, type InsightsSource } from './insights/folderInsights.ts';
import { labeledCount } from './labelCounts.ts';
import { BackgroundMap } from './map/backgroundMap.ts';
import { layOutImages } from './map/folderMap.ts';
import { FolderRelations } from './relations/folderRelations.ts';
import { relateImages } from './relations/relateImages.ts';
import { FolderReview } from './review/folderReview.ts';
import type { RoundParts } from './roundParts.ts';

export interface SessionViewsHost {
  /** What they are about; a `Session`. */
  readonly session: InsightsSource & {
    readonly dataset: Dataset;
    readonly unreadable: readonly Unreadable[];
    readonly act: (acts: readonly Act[]) => Promise<void>;
  };
  /** Names what the embeddings come from: where it differs, they are others. */
  readonly embeddings: () => string;
  readonly parts: () => Promise<RoundParts>;
  readonly changed: () => void;
  /** An error of work that nobody waits for. */
  readonly note: (error: unknown) => void;
}

/**
 * What the views of a folder show besides its images and labels, kept as long as it is open. What is worked out in the
 * background gives way to jobs.
 */
export class SessionViews {
  /** What a model says of the images. */
  readonly head: BackgroundHead;
  /** Where the images lie. */
  readonly map: BackgroundMap;
  /** What the last review found, and what became of it since. */
  readonly review: FolderReview;
  /** Questions about which images show the same. */
  readonly relations: FolderRelations;
  readonly insights: FolderInsights;
  /** The batches that strategies would choose. */
  readonly comparison: Comparison;
  readonly #session: SessionViewsHost['session'];

  constructor({ session, embeddings, parts, changed, note }: SessionViewsHost) {
    const dataset = (): Dataset => session.dataset;
    this.#session = session;
    this.head = new BackgroundHead({
      predict: async (signal) => predictClasses(await parts(), { signal }),
      labeled: () => labeledCount(dataset()),
      changed,
      failed: note,
    });
    this.map = new BackgroundMap({
      embeddings,
      layOut: async (options) => layOutImages(await parts(), options),
    });
    this.review = new FolderReview({ dataset, unreadable: () => session.unreadable, changed });
    this.relations = new FolderRelations({
      dataset,
      embeddings,
      copies: () => this.review.copies,
      relate: async (options) => relateImages(await parts(), options),
      act: (acts) => session.act(acts),
      changed,
      failed: note,
    });
    this.insights = new FolderInsights(session);
    this.comparison = new Comparison(changed);
  }

  /** The batches as they were last compared; the same object as long as there is nothing else to tell. */
  get compared(): PanelComparison | null {
    return this.comparison.toldBy(this.#session.dataset);
  }

  datasetChanged(): void {
    this.head.labelsChanged();
    this.relations.datasetChanged();
  }

  /** A job begins: what is worked out in the background waits. */
  hold(): void {
    for (const work of this.#inBackground) work.hold();
  }

  release(): void {
    for (const work of this.#inBackground) work.release();
  }

  close(): void {
    this.head.close();
    this.relations.show(false);
  }

  get #inBackground(): readonly { hold(): void; release(): void }[] {
    return [this.head, this.map, this.relations];
  }
}
