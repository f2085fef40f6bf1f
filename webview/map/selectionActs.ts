import { html, nothing, type TemplateResult } from 'lit-html';
import { failed, say } from '../actions/page.ts';
import { textButton } from '../controls.ts';
import { t } from '../l10n.ts';
import { selectedPaths } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import type { ViewPage } from '../views/view.ts';
import { formatted } from '../words.ts';

/** What can be done with the images that are selected on the map, beside labeling them by key. */
export function selectionActs(page: ViewPage, onFit: () => void): TemplateResult | typeof nothing {
  const { selection } = page.state();
  if (selection === undefined) return nothing;
  const { skip, flag } = page.actions;
  return html`<div class="map-selection" role="toolbar" aria-label=${t('Selected images')}>
    ${textButton({ label: t('Skip'), title: t('Skip all that are selected'), onPress: skip })}
    ${textButton({ label: t('Flag'), title: t('Flag all that are selected'), onPress: flag })}
    ${textButton({ label: t('In the grid'), title: t('List the selected images in the grid'), onPress: () => list(page) })}
    ${textButton({ label: t('Next batch from these'), title: t('The next batch is chosen from the selected images only'), onPress: () => chooseAmong(page) })}
    ${textButton({ label: t('Copy paths'), title: t('Copy the paths of the selected images'), onPress: () => copyPaths(page) })}
    ${textButton({ label: t('Zoom in'), title: t('Show the selected images as large as can be'), onPress: onFit })}
  </div>`;
}

/** Rows that are selected, in the order they are listed. */
export function selectedRows(state: State): Int32Array {
  return Int32Array.from(selectedPaths(state), (path) => state.rowOf.get(path) ?? -1);
}

function titleOf(state: State): string {
  return t('{0} images from the map', formatted(state.selection?.count ?? 1));
}

function list({ state, dispatch, actions }: ViewPage): void {
  const back = {
    label: t('Back to the map'),
    title: t('Back to the map'),
    onPress: () => actions.showView('map'),
  };
  const title = titleOf(state());
  dispatch({ type: 'give', given: { title, rows: selectedRows(state()), buttons: [back] } });
  actions.focusView();
}

function chooseAmong(page: ViewPage): void {
  const { host, state } = page;
  const title = titleOf(state());
  host
    .chooseAmong({ title, paths: selectedPaths(state()) })
    .then(
      () =>
        say(page, t('The next batch is chosen from {0} only; the constraints menu has the way back.', title)),
      failed(page),
    );
}

function copyPaths(page: ViewPage): void {
  const paths = selectedPaths(page.state());
  navigator.clipboard
    .writeText(paths.join('\n'))
    .then(() => say(page, t('Copied {0} paths.', formatted(paths.length))), failed(page));
}
