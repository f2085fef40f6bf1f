import { relationConflicts } from '../../dataset/relations/conflicts.ts';
import type { PathGroups } from '../../dataset/relations/freeRelations.ts';
import { remembering } from '../../dataset/remembering.ts';
import type { Dataset } from '../../dataset/types.ts';
import type { PanelRelations } from '../../protocol/relationsPanel.ts';
import { FreeRelations } from './freeRelations.ts';
import { PanelGroups } from './panelGroups.ts';
import type { Known } from './questionQueue.ts';

/** Groups and contradictions that are shown at most. */
const mostShown = 60;

/** What a folder's relations show of what is known; each part is worked out anew only if something in it may have changed. */
export class PanelParts {
  readonly free: FreeRelations;
  readonly #dataset: () => Dataset;
  readonly #found = new PanelGroups();
  readonly #answers = remembering(
    () => this.#relations.answers.filter(({ oracle }) => oracle === undefined).length,
  );
  readonly #groups = remembering(() => this.#found.of(this.#dataset(), mostShown));
  /** Images that are there, by the first node of what they are part of. */
  readonly #sizes = remembering(() => new Map<number, number>());
  readonly #conflicts = remembering(() => relationConflicts(this.#dataset(), mostShown));

  constructor(dataset: () => Dataset, copies: () => PathGroups) {
    this.#dataset = dataset;
    this.free = new FreeRelations(dataset, copies);
  }

  get conflicts(): PanelRelations['conflicts'] {
    return this.#conflicts(...this.#inputs);
  }

  get panel(): Pick<PanelRelations, 'answers' | 'implied' | 'groups' | 'conflicts' | 'free' | 'eliminate'> {
    const { answers, implied, eliminate } = this.#relations;
    const given = this.#answers(answers);
    return {
      answers: given,
      implied,
      groups: this.#groups(...this.#inputs),
      conflicts: this.conflicts,
      free: this.free.offers(answers.length - given),
      eliminate,
    };
  }

  /** The class of an image, and how many that are there are known to show the same, itself among them. */
  groupOf(path: string): { readonly label: string; readonly size: number } {
    const { relations, annotations } = this.#dataset();
    const node = relations.nodeOf(path);
    return {
      label: annotations.get(path)?.label ?? '',
      size: node === undefined ? 1 : this.#sizeOf(relations.graph.component(node)),
    };
  }

  #sizeOf(first: number): number {
    const sizes = this.#sizes(...this.#inputs);
    const size = sizes.get(first) ?? this.#found.rowsOf(this.#dataset(), first).length;
    sizes.set(first, size);
    return size;
  }

  readonly known: Known = {
    isOpen: (path) => {
      const { rows, annotations } = this.#dataset();
      return rows.has(path) && annotations.get(path)?.skipped !== true;
    },
    isKnown: (a, b) => {
      const { graph } = this.#relations;
      const [one, other] = [this.#relations.nodeOf(a), this.#relations.nodeOf(b)];
      if (one === undefined || other === undefined) return false;
      return graph.isAsked(one, other) || graph.relation(one, other) !== 'unknown';
    },
    isConflict: (id) => {
      const { count, shown } = this.conflicts;
      return id === '' ? count > 0 : shown.some((one) => one.id === id);
    },
  };

  get #relations(): Dataset['relations'] {
    return this.#dataset().relations;
  }

  get #inputs(): readonly unknown[] {
    const { relations, rows } = this.#dataset();
    return [relations, relations.version, rows];
  }
}
