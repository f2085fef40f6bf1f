import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { ClusterInfo } from '../../src/protocol/clusters.ts';
import { colorClass, colorOf } from '../classColor.ts';
import { textButton } from '../controls.ts';
import { t } from '../l10n.ts';
import { percent } from '../percent.ts';
import type { State } from '../state/state.ts';
import { icon } from '../widgets.ts';
import { formatted } from '../words.ts';
import { type ClusterActs, clusterTitle } from './clusterActs.ts';
import type { ClusterFacts } from './clusterFacts.ts';

/** A cluster as it stands in the list. */
export interface ListedCluster {
  readonly number: number;
  readonly info: ClusterInfo;
  readonly facts: ClusterFacts;
  /** Address of the medoid's thumbnail, once known. */
  readonly picture: string | undefined;
  /** Its buttons are shown, and Tab leads to it. */
  readonly isOpen: boolean;
}

/** One cluster: its medoid, its size, what its labels say; with its buttons where it is open. */
export function clusterRow(cluster: ListedCluster, state: State, acts: ClusterActs): TemplateResult {
  const { number, facts, picture, isOpen } = cluster;
  const { majority } = facts;
  const onPress = (event: MouseEvent): void => acts.select(number, event.shiftKey ? 'add' : 'replace');
  return html`<li class="cluster ${isOpen ? 'is-open' : ''}">
    <button
      type="button"
      class="cluster-main"
      data-cluster=${number}
      tabindex=${isOpen ? 0 : -1}
      aria-expanded=${isOpen}
      title=${t('Select its images (Shift adds them)')}
      @click=${onPress}
    >
      <span class="cluster-picture">${picture === undefined ? icon('file-media') : html`<img src=${picture} alt="" />`}</span>
      <span class="cluster-text">
        <span class="cluster-name">
          ${clusterTitle(number)}
          ${majority === '' ? nothing : html`<span class="chip ${colorClass(colorOf(state, majority))}">${majority}</span>`}
        </span>
        <span class="cluster-facts">${sentences(cluster).join(' · ')}</span>
        ${labeledBar(cluster)}
      </span>
    </button>
    ${isOpen ? buttons(cluster, acts) : nothing}
  </li>`;
}

function buttons({ number, facts, info }: ListedCluster, acts: ClusterActs): TemplateResult {
  return html`<div class="cluster-buttons" role="group" aria-label=${clusterTitle(number)}>
    ${
      facts.open > 0 && facts.open < info.size
        ? textButton({
            label: t('Select {0} unlabeled', formatted(facts.open)),
            title: t('Select its images that have no label'),
            onPress: () => acts.selectOpen(number),
          })
        : nothing
    }
    ${textButton({ label: t('Show in grid'), title: t('List its images in the grid'), onPress: () => acts.list(number) })}
    ${textButton({
      label: t('Next batch from it'),
      title: t('Choose the next batch from its images only'),
      onPress: () => acts.chooseFrom(number),
    })}
    ${info.size > 2 ? textButton({ label: t('Split'), title: t('Split it into smaller groups'), onPress: () => acts.split(number) }) : nothing}
  </div>`;
}

/** "214 images", "12 labeled", "83 % pure" */
function sentences({ info, facts }: ListedCluster): readonly string[] {
  return [
    info.size === 1 ? t('1 image') : t('{0} images', formatted(info.size)),
    ...(facts.labeled === 0 ? [] : [t('{0} labeled', formatted(facts.labeled))]),
    ...(facts.purity === undefined ? [] : [t('{0} pure', percent(facts.purity))]),
  ];
}

/** How much of it is labeled. */
function labeledBar({ info, facts }: ListedCluster): TemplateResult {
  const share = info.size === 0 ? 0 : facts.labeled / info.size;
  return html`<svg class="cluster-bar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
    <rect width="100" height="2" class="cluster-bar-all" />
    ${svg`<rect width=${(100 * share).toFixed(2)} height="2" class="cluster-bar-labeled" />`}
  </svg>`;
}
