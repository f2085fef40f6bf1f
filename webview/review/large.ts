import { html, nothing, render } from 'lit-html';
import type { Picture } from '../../src/protocol/panel.ts';
import type { PanelFinding } from '../../src/protocol/reviewPanel.ts';
import { t } from '../l10n.ts';
import { Originals } from '../originals.ts';
import type { State } from '../state/state.ts';
import { iconButton } from '../widgets.ts';
import { labelChip, picturesOf } from './findingRow.ts';

export interface LargeEvents {
  readonly original: (path: string) => Promise<Picture>;
  readonly thumbnail: (path: string) => string | undefined;
  /** A picture has arrived. */
  readonly onArrival: () => void;
  readonly onClose: () => void;
}

const mostPictures = 4;

/** The pictures of one finding, large and side by side. */
export class LargePictures {
  readonly element = document.createElement('div');
  readonly #events: LargeEvents;
  readonly #originals: Originals;

  constructor(events: LargeEvents) {
    this.#events = events;
    this.#originals = new Originals(events.original, events.onArrival);
    this.element.className = 'review-large';
    this.element.hidden = true;
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Undefined closes it. */
  show(finding: PanelFinding | undefined, state: State): void {
    this.element.hidden = finding === undefined;
    if (finding === undefined) return;
    const paths = picturesOf(finding, state, mostPictures);
    this.#originals.follow(state.paths);
    for (const path of paths) this.#originals.want(path);
    render(
      html`<header class="review-large-head">
          <p>${finding.text}</p>
          ${iconButton({ icon: 'close', label: t('Close'), onPress: this.#events.onClose })}
        </header>
        <div class="review-large-pictures" data-count=${paths.length}>
          ${paths.map((path) => {
            const picture = this.#originals.get(path);
            const url = picture?.kind === 'picture' ? picture.url : this.#events.thumbnail(path);
            return html`<figure>
              ${url === undefined ? nothing : html`<img alt=${path} src=${url} draggable="false" />`}
              ${picture?.kind === 'unreadable' ? html`<p class="hint">${picture.reason}</p>` : nothing}
              <figcaption>
                ${labelChip(state, path)} <span class="finding-path" title=${path}>${path}</span>
                ${sizeOf(picture)}
              </figcaption>
            </figure>`;
          })}
        </div>`,
      this.element,
    );
  }
}

function sizeOf(picture: Picture | undefined): string {
  if (picture?.kind !== 'picture' || picture.size === undefined) return '';
  return t('{0} × {1}', picture.size.width, picture.size.height);
}
