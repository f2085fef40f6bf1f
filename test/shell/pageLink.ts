import { createPage, type Page } from '../../src/extension/page.ts';
import { Pictures } from '../../src/extension/pictures.ts';
import type { Session } from '../../src/extension/session.ts';
import type { SimilarAsk } from '../../src/protocol/clusterPanel.ts';
import { unpackPaths } from '../../src/protocol/packedPaths.ts';
import {
  type AnnotationPatch,
  PanelApi,
  type PanelCommand,
  type PanelState,
  type Place,
} from '../../src/protocol/panel.ts';
import { type Client, connect, type Port } from '../../src/protocol/rpc.ts';

/** What a page would know, told by a real host over a real link. */
export interface PageLink {
  readonly client: Client<typeof PanelApi>;
  /** All parts told so far, the newest of each. */
  readonly state: Partial<PanelState>;
  /** Label by path, as told; `skip` for skipped, `!` behind flagged ones. */
  readonly labels: Map<string, string>;
  readonly patches: AnnotationPatch[];
  /** What was asked of the shell around the panel. */
  readonly commands: PanelCommand[];
  /** Images it was sent to. */
  readonly places: Place[];
  /** Similar images it was to look for. */
  readonly asks: SimilarAsk[];
  readonly page: Page;
  /** Messages in the order they came: names of events, and `ok` or `err`. */
  readonly order: string[];
  readonly close: () => void;
}

export function openPage(session: Session): PageLink {
  const state: { -readonly [K in keyof PanelState]?: PanelState[K] } = {};
  const labels = new Map<string, string>();
  const patches: AnnotationPatch[] = [];
  const commands: PanelCommand[] = [];
  const order: string[] = [];
  const places: Place[] = [];
  const asks: SimilarAsk[] = [];
  let receive: (message: unknown) => void = () => {};
  let closed = (): void => {};
  const source = () => ({
    image: (path: string) => session.dataset.image(path),
    cache: session.dataset.paths.cache,
    thumbnails: session.engine.thumbnails,
    view: session.engine.view,
  });
  const page = createPage({
    session,
    pictures: new Pictures(source, [{ folder: session.folder, url: 'https://host/pool' }]),
    post: (message) => {
      const { rpc, name } = message as { readonly rpc: string; readonly name?: string };
      order.push(rpc === 'event' ? String(name) : rpc);
      receive(structuredClone(message));
    },
    run: async (command) => void commands.push(command),
    typing: () => {},
    fault: () => {},
  });
  session.onChange(page.tell);
  const port: Port = {
    post: (message) => page.receive(structuredClone(message)),
    onMessage: (listener) => {
      receive = listener;
    },
    onClose: (listener) => {
      closed = listener;
    },
  };
  const client = connect(PanelApi, port, {
    changed: (change) => void Object.assign(state, change),
    annotations: (patch) => {
      patches.push(patch);
      fold(patch, unpackPaths(state.images ?? []), labels);
    },
    tookBack: () => {},
    show: () => {},
    findSimilar: (ask) => void asks.push(ask),
    reveal: (place) => void places.push(place),
    shortcut: () => {},
  });
  const close = (): void => {
    page.close();
    closed();
  };
  return { client, state, labels, patches, commands, order, places, asks, page, close };
}

function fold(patch: AnnotationPatch, paths: readonly string[], labels: Map<string, string>): void {
  if (patch.complete) labels.clear();
  for (const [i, row] of Array.from(patch.rows).entries()) {
    const mark = patch.marks[i];
    const label = (mark & 1 ? 'skip' : (patch.names[patch.labels[i]] ?? '')) + (mark & 2 ? '!' : '');
    if (label === '') labels.delete(paths[row]);
    else labels.set(paths[row], label);
  }
}
