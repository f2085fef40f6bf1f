import type { Page } from 'playwright-core';
import { defaultKeys } from '../../../src/protocol/keys.ts';
import { packPaths } from '../../../src/protocol/packedPaths.ts';
import { type PanelAct, PanelApi, type PanelState, type UndoAnswer } from '../../../src/protocol/panel.ts';
import type { PanelQuery, PanelRelations } from '../../../src/protocol/relationsPanel.ts';
import { noMarks } from '../../../src/protocol/reviewPanel.ts';
import { type Handlers, serve } from '../../../src/protocol/rpc.ts';
import { addressOf, type Told } from '../browserPage.ts';

/** Nothing asked, nothing known. */
export const noRelations: PanelRelations = {
  answers: 0,
  implied: 0,
  lastGain: null,
  queries: [],
  isThinking: false,
  nothing: '',
  model: '',
  groups: { count: 0, images: 0, shown: [] },
  conflicts: { count: 0, shown: [] },
  free: [],
  eliminate: false,
};

interface Undo {
  readonly acts: readonly PanelAct[];
  readonly relations: PanelRelations;
}

/** A host that knows of relations only what a test tells it: an answer is worth a label for each image that is the same. */
export class FakeHost {
  readonly acts: (readonly PanelAct[])[] = [];
  /** What was asked of it, beside acts. */
  readonly asked: (readonly [name: string, value: unknown])[] = [];
  /** Thrown at the next act. */
  refusal: Error | undefined;
  /** Acts take as long as this. */
  hold: Promise<void> | undefined;
  readonly #undo: Undo[] = [];
  readonly #paths: readonly string[];
  readonly #classes: readonly string[];
  #relations: PanelRelations | null;
  #send: ReturnType<typeof serve<typeof PanelApi>> | undefined;

  constructor(
    paths: readonly string[],
    relations: PanelRelations | null,
    classes: readonly string[] = ['cat', 'dog'],
  ) {
    this.#paths = paths;
    this.#relations = relations;
    this.#classes = classes;
  }

  get relations(): PanelRelations {
    return this.#relations ?? noRelations;
  }

  /** Changes what the page is told. */
  tell(change: Partial<PanelRelations>): void {
    this.#relations = { ...this.relations, ...change };
    this.#send?.('changed', { relations: this.#relations });
  }

  /** Its end of the link to a page. */
  link(page: Page): (told: Told) => void {
    let id = '';
    let receive: (message: unknown) => void = () => {};
    const port = {
      post: (message: unknown) => {
        const told = { page: id, message };
        page.evaluate((data) => window.postMessage(data, '*'), told).catch(() => undefined);
      },
      onMessage: (listener: (message: unknown) => void) => {
        receive = listener;
      },
      onClose: () => {},
    };
    this.#send = serve(PanelApi, port, this.#handlers() as Handlers<typeof PanelApi>);
    return ({ page: sender, message }) => {
      id = sender;
      receive(message);
    };
  }

  #handlers(): Partial<Handlers<typeof PanelApi>> {
    const picture = (path: string) => ({ kind: 'picture', url: addressOf(path) }) as const;
    const note = (name: string) => (value: unknown) => void this.asked.push([name, value]);
    return {
      ready: () => {
        this.#send?.('changed', this.#state());
        this.#send?.('annotations', { complete: true, rows: [], names: [], labels: [], marks: [] });
      },
      act: async (acts) => {
        await this.hold;
        this.#act(acts);
      },
      undo: () => this.#takeBack(),
      redo: () => null,
      thumbnails: (paths) => paths.map(picture),
      original: (path) => picture(path),
      typing: () => {},
      run: note('run'),
      relations: note('relations'),
      settle: note('settle'),
      withdraw: note('withdraw'),
      later: (id) => {
        note('later')(id);
        const { queries } = this.relations;
        this.tell({
          queries: [...queries.filter((one) => one.id !== id), ...queries.filter((one) => one.id === id)],
        });
      },
      takeFree: note('takeFree'),
      eliminate: (on) => {
        note('eliminate')(on);
        this.tell({ eliminate: on });
      },
    };
  }

  #act(acts: readonly PanelAct[]): void {
    if (this.refusal) throw this.refusal;
    this.acts.push(acts);
    this.#undo.push({ acts, relations: this.relations });
    const { answers, implied, queries, groups } = this.relations;
    for (const act of acts)
      if (act.kind === 'relation')
        this.tell({
          answers: answers + 1,
          implied: implied + act.same.length,
          lastGain: act.same.length,
          queries: queries.filter((query) => anchorOf(query) !== act.anchor),
        });
      else if (act.kind === 'label') {
        const shown = groups.shown.filter(({ id }) => !act.paths.includes(id));
        this.tell({ groups: { ...groups, count: groups.count - groups.shown.length + shown.length, shown } });
        this.#annotate(act.paths, act.label);
      }
  }

  #takeBack(): UndoAnswer {
    const last = this.#undo.pop();
    if (last === undefined) return null;
    const { lastGain } = this.relations;
    this.tell({ ...last.relations, lastGain: -(lastGain ?? 0) });
    const [act] = last.acts;
    if (act?.kind === 'label') this.#annotate(act.paths, '');
    return { about: 'relations', paths: [], message: 'Taken back.' };
  }

  #annotate(paths: readonly string[], label: string): void {
    const rows = paths.map((path) => this.#paths.indexOf(path));
    const labels = paths.map(() => (label === '' ? -1 : 0));
    this.#send?.('annotations', { complete: false, rows, names: [label], labels, marks: rows.map(() => 0) });
  }

  #state(): PanelState {
    return {
      folder: '/pool',
      name: 'pool',
      window: 'w',
      images: packPaths(this.#paths),
      embeddings: '',
      classes: this.#classes.map((name, color) => ({
        name,
        color,
        isOwnColor: false,
        key: String(color + 1),
      })),
      keys: defaultKeys,
      recent: [],
      batch: null,
      predictions: null,
      strategies: [],
      choices: {
        selector: 'auto',
        batchSize: 10,
        excludeDuplicates: 'near',
        balance: 'none',
        maxPerGroup: 0,
        within: '',
        among: null,
      },
      advice: null,
      comparison: null,
      job: null,
      review: null,
      reviewMarks: noMarks,
      relations: this.#relations,
      unreadable: [],
      problems: [],
      banner: null,
    };
  }
}

function anchorOf(query: PanelQuery): string {
  return query.kind === 'grid' ? query.anchor : query.a;
}

/** A grid question about the n-th image of a list (from 0) and the nine after it. */
export function gridQuery(
  id: string,
  paths: readonly string[],
  n: number,
  change: Partial<PanelQuery> = {},
): PanelQuery {
  const why = 'It is expected to label about 7 images: the class with the fewest answers.';
  const [anchor, ...candidates] = paths.slice(n, n + 10);
  return {
    id,
    purpose: 'label',
    expected: 7,
    why,
    label: '',
    ...change,
    kind: 'grid',
    anchor,
    candidates,
  } as PanelQuery;
}

export function pairQuery(id: string, a: string, b: string, change: Partial<PanelQuery> = {}): PanelQuery {
  const why = 'Two groups of one class become one.';
  return { id, purpose: 'merge', expected: 3, why, label: '', ...change, kind: 'pair', a, b } as PanelQuery;
}
