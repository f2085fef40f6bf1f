import { l10n } from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { ClusterPanelApi, SimilarAsk } from '../../protocol/clusterPanel.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { Session } from '../session.ts';
import { clusterImages } from './clusterImages.ts';
import { similarImages } from './similarImages.ts';

/** What a page asks about clusters and similar images of its folder, answered. */
export class ClusterRequests {
  /** Files from outside the folder that a person has chosen: no others are read for a page. */
  readonly #chosen = new Set<string>();
  readonly handlers: Handlers<typeof ClusterPanelApi>;

  /** `tell`: tells the page what changed. */
  constructor(session: Session, tell: () => void) {
    this.handlers = {
      cluster: (asked, { signal, progress }) => {
        const options = { signal, onProgress: progress };
        return session.ask((parts) => clusterImages(parts, asked, options), options);
      },
      chooseAmong: (among) => {
        session.chooseAmong(among && { title: among.title, paths: new Set(among.paths) });
        tell();
      },
      similar: (asked, options) => {
        this.#check(asked);
        return session.ask((parts) => similarImages(parts, asked, options), options);
      },
    };
  }

  /** The person has chosen what to look for. */
  allow({ file }: SimilarAsk): void {
    if (file !== undefined) this.#chosen.add(file);
  }

  #check({ file }: SimilarAsk): void {
    if (file !== undefined && !this.#chosen.has(file))
      throw new UserError('usage', l10n.t('{0} was not chosen here; choose it again.', file), { file });
  }
}
