import { html, nothing, type TemplateResult } from 'lit-html';
import { type KeyBindings, keyActionNames } from '../../src/protocol/keys.ts';
import { editorKeys, keyTitles, shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import { iconButton } from '../widgets.ts';

export interface Help {
  readonly isOpen: boolean;
  readonly keys: KeyBindings;
  readonly onClose: () => void;
}

/** All keys as they are now, over the images, while `isOpen`. */
export function helpOverlay({ isOpen, keys, onClose }: Help): TemplateResult | typeof nothing {
  if (!isOpen) return nothing;
  const classKeys = [
    { shown: '1 … 9, 0', title: t('Label with class 1 to 10, and move on') },
    { shown: t('Shift+1 … 0'), title: t('Label with class 11 to 20') },
  ];
  const actions = keyActionNames.map((name) => ({ shown: shownKeys(keys, name), title: keyTitles[name] }));
  return html`<div class="help-backdrop" @click=${onClose}>
    <div
      class="help"
      role="dialog"
      aria-label=${t('Keys')}
      @click=${(event: Event) => event.stopPropagation()}
    >
      <header>
        <h2>${t('Keys')}</h2>
        ${iconButton({ icon: 'close', label: t('Close'), onPress: onClose })}
      </header>
      <dl>
        ${[...classKeys, ...actions, ...editorKeys].map(
          ({ shown, title }) =>
            html`<div>
              <dt>${shown === '' ? t('no key') : html`<kbd>${shown}</kbd>`}</dt>
              <dd>${title}</dd>
            </div>`,
        )}
      </dl>
    </div>
  </div>`;
}
