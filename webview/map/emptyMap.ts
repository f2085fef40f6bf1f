import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelMapNeed } from '../../src/protocol/mapPanel.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import type { ViewPage } from '../views/view.ts';
import { button, progressBar } from '../widgets.ts';
import { formatted } from '../words.ts';
import type { MapStore } from './mapStore.ts';

/** What stands where there is no map, with the way to one; nothing where there is a map. */
export function emptyMap(
  store: MapStore,
  state: State,
  { actions }: ViewPage,
): TemplateResult | typeof nothing {
  const { map, work, need, error } = store;
  if (state.paths.length === 0)
    return words(
      t('There are no images in this folder.'),
      actions.run,
      'openImageFolder',
      t('Open Image Folder'),
    );
  if (work === 'failed' && map === undefined)
    return html`<div class="map-empty" role="alert">
      <p>${error}</p>
      ${button({ label: t('Try Again'), onPress: () => store.goOn() })}
    </div>`;
  if (map === undefined)
    return html`<div class="map-empty">
      <p>${work === 'stopped' ? t('The map was stopped.') : t('Laying out {0} images …', formatted(state.paths.length))}</p>
      ${
        work === 'stopped'
          ? button({ label: t('Go on'), onPress: () => store.goOn() })
          : html`<div class="map-progress">${progressBar(t('Laying out the map'), store.share * 100, store.share > 0 ? 100 : 0)}</div>`
      }
    </div>`;
  if (map.missing < state.paths.length) return nothing;
  // The job is told above the map, with its progress and the way to end it.
  if (state.job !== null)
    return html`<div class="map-empty"><p>${t('The map appears when the images are embedded.')}</p></div>`;
  return words(needText(need, state.paths.length), actions.run, 'embedFolder', t('Embed Folder'));
}

function words(
  text: string,
  run: (command: 'embedFolder' | 'openImageFolder') => void,
  command: 'embedFolder' | 'openImageFolder',
  label: string,
): TemplateResult {
  return html`<div class="map-empty">
    <p>${text}</p>
    ${button({ label, onPress: () => run(command) })}
  </div>`;
}

/** Why there is no map, what is to be done for it, and about how long that takes. */
export function needText(need: PanelMapNeed | undefined, images: number): string {
  if (need?.images === 0) return t('None of the images here can be read.');
  const count = formatted(need?.images ?? images);
  const long =
    need !== undefined && need.secondsLeft > 0
      ? ` ${t('That takes at most about {0} here.', about(need.secondsLeft))}`
      : '';
  if (need?.isOtherEncoder)
    return (
      t(
        'The encoder is another one now ({0}), so the map of before counts no longer: {1} images must be embedded again.',
        need.encoder,
        count,
      ) + long
    );
  return t('A map shows which images are alike. For that, {0} images must be embedded first.', count) + long;
}

/** "40 s", "3 min", "2 h" */
export function about(seconds: number): string {
  if (seconds < 90) return t('{0} s', Math.max(1, Math.round(seconds)));
  if (seconds < 5400) return t('{0} min', Math.round(seconds / 60));
  return t('{0} h', Math.round(seconds / 3600));
}
