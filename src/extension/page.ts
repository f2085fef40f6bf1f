import type { Act, UndoResult } from '../dataset/types.ts';
import type { SimilarAsk } from '../protocol/clusterPanel.ts';
import {
  type PanelAct,
  PanelApi,
  type PanelCommand,
  type Place,
  type Shortcut,
  type UndoAnswer,
  type ViewName,
} from '../protocol/panel.ts';
import { type Handlers, type Port, serve } from '../protocol/rpc.ts';
import { ClusterRequests } from './clusters/clusterRequests.ts';
import { compareRequests } from './compare/compareRequests.ts';
import { Feed } from './feed.ts';
import { insightRequests } from './insights/insightRequests.ts';
import { mapRequests } from './map/mapRequests.ts';
import type { Pictures } from './pictures.ts';
import { relationRequests } from './relations/relationRequests.ts';
import type { Session } from './session.ts';

/** What a page needs from the panel around it. */
export interface PageHost {
  readonly session: Session;
  readonly pictures: Pictures;
  readonly post: (message: unknown) => void;
  readonly run: (command: PanelCommand) => Promise<void>;
  readonly typing: (typing: boolean) => void;
  /** An error that is a fault of ours. */
  readonly fault: (name: string, error: unknown) => void;
}

/** The host's end of one load of the panel's page. */
export interface Page {
  readonly receive: (message: unknown) => void;
  /** Tells the page what changed; nothing before it has said that it is there. */
  readonly tell: () => void;
  /** Undo or redo came from outside the page. */
  readonly tookBack: (answer: UndoAnswer) => void;
  readonly shortcut: (shortcut: Shortcut) => void;
  /** Goes to an image, as soon as the page has said that it is there. */
  readonly reveal: (place: Place) => void;
  /** Goes to a view, as soon as the page has said that it is there. */
  readonly show: (view: ViewName) => void;
  /** Looks for similar images, as soon as the page has said that it is there. */
  readonly findSimilar: (ask: SimilarAsk) => void;
  /** The page is gone: what it asked for is aborted. */
  readonly close: () => void;
}

export function createPage(host: PageHost): Page {
  const { session, pictures } = host;
  let receive: (message: unknown) => void = () => {};
  let close = (): void => {};
  const port: Port = {
    post: host.post,
    onMessage: (listener) => {
      receive = listener;
    },
    onClose: (listener) => {
      close = listener;
    },
  };

  let feed: Feed | undefined;
  let awaited: Place | undefined;
  let awaitedView: ViewName | undefined;
  let awaitedSimilar: SimilarAsk | undefined;
  const tell = (): void => feed?.flush();
  /** Changes are told before the answer, so that the page never sees an answered act without its effect. */
  const told = (result: UndoResult | undefined): UndoAnswer => {
    tell();
    return result ?? null;
  };

  const clusters = new ClusterRequests(session, tell);
  const handlers: Handlers<typeof PanelApi> = {
    ready: () => {
      feed = new Feed(session, {
        changed: (state) => send('changed', state),
        annotations: (patch) => send('annotations', patch),
      });
      tell();
      if (awaited) send('reveal', awaited);
      if (awaitedView) send('show', awaitedView);
      if (awaitedSimilar) send('findSimilar', awaitedSimilar);
      awaited = awaitedView = awaitedSimilar = undefined;
      session.ensurePredictions();
    },
    act: async (acts) => {
      await session.act(acts.flatMap(toActs));
      tell();
    },
    undo: async () => told(await session.undo()),
    redo: async () => told(await session.redo()),
    recentPaths: (id) => session.dataset.recentPaths(id),
    thumbnails: async (paths, options) => {
      const answers = await pictures.thumbnails(paths, options);
      session.addUnreadable(
        answers.flatMap((answer, i) =>
          answer.kind === 'unreadable' && pictures.has(paths[i])
            ? [{ path: paths[i], reason: answer.reason }]
            : [],
        ),
      );
      return answers;
    },
    original: (path, options) => pictures.original(path, options),
    run: (command) => host.run(command),
    choose: async (choices) => {
      await session.choose(choices);
      tell();
    },
    answerAdvice: async (answer) => {
      await session.answerAdvice(answer);
      tell();
    },
    dismissBanner: () => session.show(null),
    ...clusters.handlers,
    ...compareRequests(session, tell),
    ...insightRequests(session),
    ...mapRequests(session),
    ...relationRequests(session),
    typing: (typing) => host.typing(typing),
  };
  const send = serve(PanelApi, port, handlers, { onFault: host.fault });
  return {
    receive: (message) => receive(message),
    tell,
    tookBack: (answer) => send('tookBack', answer),
    shortcut: (shortcut) => send('shortcut', shortcut),
    reveal: (place) => {
      if (feed) send('reveal', place);
      else awaited = place;
    },
    show: (view) => {
      if (feed) send('show', view);
      else awaitedView = view;
    },
    findSimilar: (ask) => {
      clusters.allow(ask);
      if (feed) send('findSimilar', ask);
      else awaitedSimilar = ask;
    },
    close: () => {
      close();
      session.views.relations.show(false);
    },
  };
}

function toActs(act: PanelAct): readonly Act[] {
  if (act.kind === 'ignore') return act.findings.map((finding) => ({ kind: 'ignore', finding, on: act.on }));
  if (act.kind === 'relation') return [{ ...act, id: '' }];
  if (!('paths' in act)) return [act];
  const { paths, ...rest } = act;
  return paths.map((path): Act => ({ ...rest, path }));
}
