import type { SimilarAsk } from '../../src/protocol/clusterPanel.ts';
import { failed, type Page } from './page.ts';

export interface SimilarActions {
  /** Lists images that are similar to some; to what is selected where none is named. */
  readonly findSimilar: (ask?: SimilarAsk) => void;
}

export function similarActions(page: Page): SimilarActions {
  return {
    findSimilar: (ask) =>
      void import('../similar/findSimilar.ts')
        .then(({ findSimilar }) => findSimilar(page, ask))
        .catch(failed(page)),
  };
}
