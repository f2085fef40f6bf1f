import type { Progress } from '../../src/core/types.ts';
import type { PanelMap, PanelMapFrame, PanelMapNeed } from '../../src/protocol/mapPanel.ts';
import type { State } from '../state/state.ts';
import type { ViewPage } from '../views/view.ts';

/** Where the images lie, over the rows of `State.paths`. */
export interface ShownMap extends PanelMapFrame, Pick<PanelMap, 'missing' | 'notes'> {}

/** What goes on: `stopped` = a person has stopped it, `failed` = it could not be done. */
export type MapWork = 'none' | 'running' | 'stopped' | 'failed';

/** Jobs that may have embedded something. */
const embedding: ReadonlySet<string> = new Set(['embed', 'select', 'compare', 'advise']);

/** The map as the host tells it: asked for while somebody looks, and again when there may be more on it. */
export class MapStore {
  readonly #page: Pick<ViewPage, 'host' | 'state'>;
  readonly #changed: () => void;
  #known: { readonly map: ShownMap; readonly paths: readonly string[] } | undefined;
  #embeddings: string | undefined;
  #job: State['job'] = null;
  #running: AbortController | undefined;
  #work: MapWork = 'none';
  /** There may be more on the map than was told: it was left, or came for a list of images that is another now. */
  #isOpen = false;
  /** What is known does not move any more. */
  #isDone = false;
  #progress: Progress | undefined;
  #need: PanelMapNeed | undefined;
  #error = '';

  /** `changed`: something that this tells is different now. */
  constructor(page: Pick<ViewPage, 'host' | 'state'>, changed: () => void) {
    this.#page = page;
    this.#changed = changed;
  }

  /** Over the images there are now: those that came since lie nowhere. Undefined = nothing is known yet. */
  get map(): ShownMap | undefined {
    const { paths, rowOf } = this.#page.state();
    if (this.#known !== undefined && this.#known.paths !== paths)
      this.#known = { map: moved(this.#known.map, this.#known.paths, rowOf, paths.length), paths };
    return this.#known?.map;
  }

  get work(): MapWork {
    return this.#work;
  }
  /** How far the work is, 0 to 1. */
  get share(): number {
    const { done = 0, total = 0 } = this.#progress ?? {};
    return total > 0 ? done / total : 0;
  }
  /** What must be embedded, once that is known; only where nothing is. */
  get need(): PanelMapNeed | undefined {
    return this.#need;
  }
  /** Why there is no map; '' = there is no reason. */
  get error(): string {
    return this.#error;
  }

  /** Somebody looks: asks for the map if nobody has yet, or if other images may be on it. */
  look({ embeddings, job }: State): void {
    const isOther = embeddings !== this.#embeddings;
    const isOver = this.#job !== null && job === null && embedding.has(this.#job.kind);
    this.#job = job;
    if (isOther) this.#known = undefined;
    const lacks = !this.#isDone || this.#known === undefined || this.#known.map.missing > 0;
    const mayHaveMore = isOver || (this.#isOpen && this.#work !== 'stopped');
    if (isOther || (lacks && mayHaveMore && this.#work !== 'running')) void this.#ask(embeddings);
  }

  /** Nobody looks any more: the work rests until somebody does. */
  leave(): void {
    // Jobs that nobody watches from here may embed something.
    this.#isOpen = true;
    if (this.#work !== 'running') return;
    this.#running?.abort();
    this.#work = 'none';
  }

  /** A person has had enough of it. */
  stop(): void {
    this.leave();
    this.#work = 'stopped';
    this.#changed();
  }

  goOn(): void {
    if (this.#work !== 'running') void this.#ask(this.#page.state().embeddings);
  }

  async #ask(embeddings: string): Promise<void> {
    this.#running?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    this.#running = controller;
    this.#embeddings = embeddings;
    this.#work = 'running';
    this.#isOpen = this.#isDone = false;
    this.#progress = this.#need = undefined;
    this.#error = '';
    this.#changed();
    const { host, state } = this.#page;
    const take = (map: ShownMap): void => {
      if (map.points.length !== 2 * state().paths.length) {
        this.#isOpen = true;
        return;
      }
      this.#known = { map, paths: state().paths };
      this.#changed();
    };
    try {
      const map = await host.map(null, {
        signal,
        onPart: (frame) => take({ ...frame, missing: 0, notes: [] }),
        onProgress: (progress) => {
          this.#progress = progress;
          this.#changed();
        },
      });
      if (this.#running !== controller) return;
      this.#work = 'none';
      this.#isDone = true;
      take(map);
      if (map.missing === state().paths.length && map.missing > 0) {
        this.#need = await host.mapNeed(null, { signal });
        this.#changed();
      }
    } catch (error) {
      if (this.#running !== controller || signal.aborted) return;
      this.#work = this.#work === 'running' ? 'failed' : 'none';
      this.#error = error instanceof Error ? error.message : String(error);
      this.#changed();
    }
  }
}

function moved(
  map: ShownMap,
  paths: readonly string[],
  rowOf: ReadonlyMap<string, number>,
  count: number,
): ShownMap {
  const points = new Float32Array(2 * count).fill(Number.NaN);
  for (const [row, path] of paths.entries()) {
    const now = rowOf.get(path);
    if (now !== undefined) points.set(map.points.subarray(2 * row, 2 * row + 2), 2 * now);
  }
  let missing = 0;
  for (let row = 0; row < count; row++) if (Number.isNaN(points[2 * row])) missing++;
  return { ...map, points, missing };
}
