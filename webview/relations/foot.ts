import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelRelations } from '../../src/protocol/relationsPanel.ts';
import { textButton } from '../controls.ts';
import { t } from '../l10n.ts';
import { formatted } from '../words.ts';

type Offer = PanelRelations['free'][number];

export interface FootEvents {
  readonly onTakeFree: (source: Offer['source']) => void;
  readonly onEliminate: (on: boolean) => void;
}

/** What stands below the questions: what is known for free, what may be concluded, and what chooses the questions. */
export function relationsFoot(
  relations: PanelRelations | null,
  classes: number,
  { onTakeFree, onEliminate }: FootEvents,
): TemplateResult | typeof nothing {
  if (relations === null) return nothing;
  const { free, eliminate, model, queries, answers, isThinking } = relations;
  const isEarly = answers === 0 && queries.length === 0 && !isThinking;
  return html`<div class="relations-foot">
    ${free.map(
      (offer) => html`<p class="relations-free">
        <span>${offerWords(offer)}</span>
        ${textButton({
          label: t('Take them as the same'),
          title: t('One undo takes all of it back'),
          onPress: () => onTakeFree(offer.source),
        })}
      </p>`,
    )}
    ${
      !eliminate && (classes < 2 || isEarly)
        ? nothing
        : html`<label class="relations-eliminate">
            <input
              type="checkbox"
              .checked=${eliminate}
              @change=${(event: Event) => onEliminate((event.currentTarget as HTMLInputElement).checked)}
            />
            <span>${t('These {0} classes are all there are: what is none of the others is the one that is left.', formatted(classes))}</span>
          </label>`
    }
    ${model === '' ? nothing : html`<p class="relations-model">${model}</p>`}
  </div>`;
}

function offerWords({ source, groups, images }: Offer): string {
  const [many, all] = [formatted(groups), formatted(images)];
  switch (source) {
    case 'folder':
      return t('{0} folders hold {1} images: does each of them show one thing?', many, all);
    case 'burst':
      return t('{0} groups of {1} images were taken within seconds: does each show one thing?', many, all);
    case 'duplicate':
      return t('{0} groups of {1} images are nearly copies.', many, all);
  }
}
