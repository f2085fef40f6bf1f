import type { PanelAct } from '../../src/protocol/panel.ts';
import { type Annotation, nothing } from '../annotations.ts';
import { t } from '../l10n.ts';
import { annotationOf } from '../state/image.ts';
import { formatted } from '../words.ts';
import { messageOf, type Page, say } from './page.ts';

/** One undo unit, and what the page shows of it before it is saved. */
export interface Act {
  readonly acts: readonly PanelAct[];
  readonly changes: ReadonlyMap<string, Annotation>;
  /** Go on to the next image nothing is known of. */
  readonly advance: boolean;
  /** Said once it is saved. */
  readonly status: string;
}

/** What takes longer to save says so. */
const lateMs = 600;

/** Of all acts of the page, whoever sends them. */
let nextId = 1;

/** Sends acts to the host. */
export class Acts {
  readonly #page: Pick<Page, 'host' | 'state' | 'dispatch'>;

  constructor(page: Pick<Page, 'host' | 'state' | 'dispatch'>) {
    this.#page = page;
  }

  /** Shows the change at once, goes on, and takes the change back if the host could not save it. */
  do({ acts, changes, advance, status }: Act): void {
    const { host, dispatch } = this.#page;
    const id = nextId++;
    dispatch({ type: 'acted', id, changes, advance, ...(advance && { at: performance.now() }) });
    const late = setTimeout(() => say(this.#page, t('Saving {0} …', formatted(changes.size))), lateMs);
    host
      .act(acts)
      .then(
        () => {
          dispatch({ type: 'answered', id });
          say(this.#page, status);
        },
        (error: unknown) => dispatch({ type: 'refused', id, message: messageOf(error) }),
      )
      .finally(() => clearTimeout(late));
  }

  /** What the images are after a change of each. */
  changesOf(
    paths: readonly string[],
    change: (old: Annotation) => Annotation,
  ): ReadonlyMap<string, Annotation> {
    return new Map(paths.map((path) => [path, change(this.annotation(path))]));
  }

  /** What is known of an image now. */
  annotation(path: string): Annotation {
    const state = this.#page.state();
    const row = state.rowOf.get(path);
    return row === undefined ? nothing : annotationOf(state, row);
  }
}

/** How images begin a sentence: "a.jpg", "12 images: each". */
export function said(paths: readonly string[]): string {
  return paths.length === 1 ? paths[0] : t('{0} images: each', formatted(paths.length));
}
