import { freeAnswers, listedGroups, type PathGroups } from '../../dataset/relations/freeRelations.ts';
import { remembering } from '../../dataset/remembering.ts';
import type { Act, Dataset } from '../../dataset/types.ts';
import type { PanelRelations } from '../../protocol/relationsPanel.ts';

type Offers = PanelRelations['free'];
export type FreeSource = Offers[number]['source'];

const sources: readonly FreeSource[] = ['folder', 'burst', 'duplicate'];

/** Answers that are looked back at for whether they speak against a source. */
const lookBack = 200;

/** Relations that are known of the files themselves and could be taken over. */
export class FreeRelations {
  readonly #dataset: () => Dataset;
  readonly #copies: () => PathGroups;
  readonly #listed = remembering(() => {
    const { images } = this.#dataset();
    return { folder: listedGroups(images, 'folder'), burst: listedGroups(images, 'burst') };
  });
  readonly #folderOf = remembering(() => groupNumbers(this.#groups('folder')));
  readonly #burstOf = remembering(() => groupNumbers(this.#groups('burst')));
  readonly #offers = remembering(() => sources.flatMap((source) => this.#offer(source)));

  /** `copies`: images that the last review found to be copies; the same list until the next one. */
  constructor(dataset: () => Dataset, copies: () => PathGroups) {
    this.#dataset = dataset;
    this.#copies = copies;
  }

  /**
   * What answers do not speak against. `taken`: how many free answers there are: with 100,000 images, what can be had is not
   * looked up with every answer.
   */
  offers(taken: number): Offers {
    const dataset = this.#dataset();
    const offers = this.#offers(dataset, dataset.images, this.#copies(), taken);
    return offers.filter(({ source }) => !this.#isRefuted(source));
  }

  /** What takes over all of a source. */
  acts(source: FreeSource): readonly Act[] {
    const dataset = this.#dataset();
    const there = this.#groups(source).map((group) => group.filter((path) => dataset.rows.has(path)));
    return freeAnswers(
      there.filter(({ length }) => length > 1),
      source,
      dataset,
    );
  }

  #groups(source: FreeSource): PathGroups {
    const dataset = this.#dataset();
    return source === 'duplicate' ? this.#copies() : this.#listed(dataset, dataset.images)[source];
  }

  /** Where two images of one folder do not show the same, folders are not what images are of. */
  #isRefuted(source: FreeSource): boolean {
    if (source === 'duplicate') return false;
    const { images, relations } = this.#dataset();
    const groupOf = source === 'folder' ? this.#folderOf(images) : this.#burstOf(images);
    return relations.answers.slice(-lookBack).some(({ oracle, anchor, different }) => {
      const group = groupOf.get(anchor);
      return (
        oracle === undefined && group !== undefined && different.some((path) => groupOf.get(path) === group)
      );
    });
  }

  #offer(source: FreeSource): Offers {
    const acts = this.acts(source);
    if (acts.length === 0) return [];
    const images = acts.reduce((sum, act) => sum + (act.kind === 'relation' ? act.same.length + 1 : 0), 0);
    return [{ source, groups: acts.length, images }];
  }
}

function groupNumbers(groups: PathGroups): ReadonlyMap<string, number> {
  return new Map(groups.flatMap((group, number) => group.map((path) => [path, number] as const)));
}
