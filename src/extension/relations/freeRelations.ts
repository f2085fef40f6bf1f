import { freeAnswers, listedGroups, type PathGroups } from '../../dataset/relations/freeRelations.ts';
import { remembering } from '../../dataset/remembering.ts';
import type { Act, Dataset } from '../../dataset/types.ts';
import type { PanelRelations } from '../../protocol/relationsPanel.ts';

type Offers = PanelRelations['free'];
export type FreeSource = Offers[number]['source'];

const sources: readonly FreeSource[] = ['folder', 'burst', 'duplicate'];

/** Relations that are known of the files themselves and could be taken over. */
export class FreeRelations {
  readonly #dataset: () => Dataset;
  readonly #copies: () => PathGroups;
  readonly #listed = remembering(() => {
    const { images } = this.#dataset();
    return { folder: listedGroups(images, 'folder'), burst: listedGroups(images, 'burst') };
  });
  readonly #offers = remembering(() => sources.flatMap((source) => this.#offer(source)));

  /** `copies`: images that the last review found to be copies; the same list until the next one. */
  constructor(dataset: () => Dataset, copies: () => PathGroups) {
    this.#dataset = dataset;
    this.#copies = copies;
  }

  /** `taken`: how many free answers there are. With 100,000 images, what can be had is not looked up with every answer. */
  offers(taken: number): Offers {
    const dataset = this.#dataset();
    return this.#offers(dataset, dataset.images, this.#copies(), taken);
  }

  /** What takes over all of a source. */
  acts(source: FreeSource): readonly Act[] {
    const dataset = this.#dataset();
    const groups = source === 'duplicate' ? this.#copies() : this.#listed(dataset, dataset.images)[source];
    const there = groups.map((group) => group.filter((path) => dataset.rows.has(path)));
    return freeAnswers(
      there.filter(({ length }) => length > 1),
      source,
      dataset,
    );
  }

  #offer(source: FreeSource): Offers {
    const acts = this.acts(source);
    if (acts.length === 0) return [];
    const images = acts.reduce((sum, act) => sum + (act.kind === 'relation' ? act.same.length + 1 : 0), 0);
    return [{ source, groups: acts.length, images }];
  }
}
