import type { SimilarAsk } from '../../src/protocol/clusterPanel.ts';
import { failed, type Page, say } from '../actions/page.ts';
import { language, t } from '../l10n.ts';
import type { Given } from '../state/given.ts';
import { selectedPaths } from '../state/selection.ts';
import { formatted } from '../words.ts';
import { backTo } from './backTo.ts';

type SimilarPage = Pick<Page, 'host' | 'state' | 'dispatch' | 'focusImages'>;

/** Lists the images that are like some, the nearest first; like what is selected where none is named. */
export async function findSimilar(page: SimilarPage, asked?: SimilarAsk): Promise<void> {
  const { host, state, dispatch, focusImages } = page;
  const names = asked !== undefined && (asked.like.length > 0 || asked.file !== undefined);
  const ask = names ? asked : { like: selectedPaths(state()), unlike: [] };
  if (ask.like.length === 0 && ask.file === undefined) {
    say(page, t('There is no image here to compare with.'));
    return;
  }
  const title = titleOf(ask);
  say(page, t('{0}: looking …', title));
  // What was said of the last search is answered by this one.
  if (state().banner?.button?.command === 'embedFolder')
    dispatch({ type: 'changed', change: { banner: null } });
  try {
    const { paths, distances, notes } = await host.similar(ask);
    const { rowOf } = state();
    const kept = [...paths.keys()].filter((i) => rowOf.has(paths[i]));
    const given: Given = {
      title,
      rows: Int32Array.from(kept, (i) => rowOf.get(paths[i]) ?? -1),
      captions: kept.map((i) => t('distance {0}', distance(distances[i]))),
      buttons: refinements(page, ask),
    };
    dispatch({ type: 'give', given });
    say(page, [t('{0}: {1} images, the nearest first.', title, formatted(kept.length)), ...notes].join(' '));
    focusImages();
  } catch (error) {
    say(page, '');
    refused(page, error);
  }
}

/** What can be done with a list of similar images. */
function refinements(page: SimilarPage, { like, unlike, file }: SimilarAsk): NonNullable<Given['buttons']> {
  const back = backTo(page);
  const refine = (more: boolean): void => {
    const selected = selectedPaths(page.state());
    const others = (paths: readonly string[]): readonly string[] =>
      paths.filter((path) => !selected.includes(path));
    void findSimilar(page, {
      like: more ? [...others(like), ...selected] : others(like),
      unlike: more ? others(unlike) : [...others(unlike), ...selected],
      ...(file !== undefined && { file }),
    });
  };
  return [
    {
      label: t('More like these'),
      title: t('Look for what is like the selected images too'),
      onPress: () => refine(true),
    },
    {
      label: t('Less like these'),
      title: t('Look for what is unlike the selected images'),
      onPress: () => refine(false),
    },
    { label: t('Back'), title: t('Back to the list before'), onPress: back },
  ];
}

/** "like a/b.jpg, unlike 2 images" */
function titleOf({ like, unlike, file }: SimilarAsk): string {
  const outside = file === undefined ? [] : [file.replace(/^.*[\\/]/, '')];
  const wanted = t('Like {0}', namesOf([...outside, ...like]));
  return unlike.length === 0 ? wanted : t('{0}, unlike {1}', wanted, namesOf(unlike));
}

function namesOf(paths: readonly string[]): string {
  return paths.length === 1 ? paths[0] : t('{0} images', formatted(paths.length));
}

function distance(value: number): string {
  return value.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Where nothing is embedded yet, the way out is a button. */
function refused(page: SimilarPage, error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'needs-input')) {
    failed(page)(error);
    return;
  }
  const button = { title: t('Embed Folder'), command: 'embedFolder' } as const;
  page.dispatch({ type: 'changed', change: { banner: { kind: 'error', message: error.message, button } } });
}
