import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelCompared } from '../../src/protocol/comparePanel.ts';
import { textButton } from '../controls.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { comparedTitle, markClass } from './titles.ts';

export interface StripEvents {
  /** Address of an image's thumbnail, once known. */
  readonly thumbnail: (path: string) => string | undefined;
  readonly onOpen: (path: string) => void;
  readonly onList: (n: number) => void;
  /** The mouse is over an image, or (undefined) over none. */
  readonly onHover: (path: string | undefined) => void;
}

/** The images of each batch, best first. Those that several batches have are marked. */
export function strips(state: State, events: StripEvents): TemplateResult {
  const strategies = state.comparison?.strategies ?? [];
  return html`<div class="compare-strips">
    ${strategies.map((one, n) => (one.refusal === '' ? strip(one, n, state, events) : nothing))}
  </div>`;
}

function strip(one: PanelCompared, n: number, state: State, events: StripEvents): TemplateResult {
  const title = comparedTitle(state, one);
  const others = (state.comparison?.strategies ?? []).filter((other) => other !== one);
  return html`<section class="compare-strip" aria-label=${t('Batch of {0}', title)}>
    <header>
      <h2><span class=${markClass(n)} aria-hidden="true"></span> ${title}</h2>
      ${textButton({
        label: t('Show in Grid'),
        title: t('Lists the images of this batch in the grid'),
        onPress: () => events.onList(n),
      })}
    </header>
    <ul @keydown=${alongStrip}>
      ${one.picks.map((pick, place) => image(pick, place, state, others, events))}
    </ul>
  </section>`;
}

function image(
  { path, why }: PanelCompared['picks'][number],
  place: number,
  state: State,
  others: readonly PanelCompared[],
  { thumbnail, onOpen, onHover }: StripEvents,
): TemplateResult {
  const isGone = !state.rowOf.has(path);
  const also = others.filter(({ picks }) => picks.some((pick) => pick.path === path));
  const shared =
    also.length === 0 ? '' : t('also chosen by {0}', also.map((one) => comparedTitle(state, one)).join(', '));
  const words = [path, isGone ? t('no longer in the folder') : '', why, shared].filter((text) => text !== '');
  const url = isGone ? undefined : thumbnail(path);
  return html`<li>
    <button
      type="button"
      class="compare-image ${isGone ? 'is-gone' : ''}"
      tabindex=${place === 0 ? 0 : -1}
      aria-label=${words.join(', ')}
      aria-disabled=${isGone ? 'true' : nothing}
      title=${words.join('\n')}
      data-path=${path}
      @click=${() => {
        if (!isGone) onOpen(path);
      }}
      @mouseenter=${() => onHover(path)}
      @mouseleave=${() => onHover(undefined)}
      @focus=${() => onHover(path)}
      @blur=${() => onHover(undefined)}
    >
      ${url === undefined ? html`<span class="compare-name">${path}</span>` : html`<img src=${url} alt="" draggable="false" />`}
    </button>
      ${also.length === 0 ? nothing : html`<span class="compare-also" aria-hidden="true">×${also.length + 1}</span>`}
  </li>`;
}

/** One stop of the Tab key for each strip: arrows, Home and End go from image to image. */
function alongStrip(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const images = [...list.querySelectorAll('button')];
  const now = images.findIndex((element) => element.matches(':focus'));
  const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: images.length - 1 }[event.key];
  if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const next = images[Math.max(0, Math.min(images.length - 1, to))];
  for (const element of images) element.tabIndex = element === next ? 0 : -1;
  next?.focus();
}
