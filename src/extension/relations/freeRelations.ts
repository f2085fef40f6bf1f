import { dirname } from 'node:path/posix';
import { remembering } from '../../dataset/remembering.ts';
import type { Act, Dataset } from '../../dataset/types.ts';
import type { PanelRelations } from '../../protocol/relationsPanel.ts';

type FreeSource = PanelRelations['free'][number]['source'];

/** Images that are the same for free, by paths: the first of a group stands for it. */
type Groups = readonly (readonly string[])[];

/** Relations that are known of the files themselves and could be taken over. */
export class FreeRelations {
  readonly #dataset: () => Dataset;
  readonly #folders = remembering((): Groups => byFolder(this.#dataset().images.map(({ path }) => path)));
  readonly #offers = remembering(() => this.#offered());

  constructor(dataset: () => Dataset) {
    this.#dataset = dataset;
  }

  get offers(): PanelRelations['free'] {
    const { images, relations } = this.#dataset();
    return this.#offers(images, relations.answers);
  }

  /** One undo unit that takes over all of a source. */
  acts(source: FreeSource): readonly Act[] {
    return this.#open(source).map(([anchor, ...same]) => ({
      kind: 'relation',
      id: '',
      query: 'grid',
      anchor,
      same,
      different: [],
      unsure: [],
      oracle: source,
    }));
  }

  #offered(): PanelRelations['free'] {
    const groups = this.#open('folder');
    if (groups.length === 0) return [];
    const images = groups.reduce((sum, group) => sum + group.length, 0);
    return [{ source: 'folder', groups: groups.length, images }];
  }

  /** Groups that were not taken over yet. */
  #open(source: FreeSource): Groups {
    if (source !== 'folder') return [];
    const { images, relations } = this.#dataset();
    const taken = new Set<string>();
    for (const { oracle, anchor, same } of relations.answers)
      if (oracle === source) for (const path of [anchor, ...same]) taken.add(path);
    return this.#folders(images).filter((group) => group.some((path) => !taken.has(path)));
  }
}

/** Images of one folder, where there are several folders. */
function byFolder(paths: readonly string[]): Groups {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const group = groups.get(dirname(path));
    if (group) group.push(path);
    else groups.set(dirname(path), [path]);
  }
  return groups.size < 2 ? [] : [...groups.values()].filter((group) => group.length > 1);
}
