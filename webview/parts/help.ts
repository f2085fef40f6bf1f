import { html, nothing, type TemplateResult } from 'lit-html';
import { editorKeys, keyTable } from '../keys.ts';
import { iconButton } from '../widgets.ts';

/** All keys, over the images, while `isOpen`. */
export function helpOverlay(isOpen: boolean, onClose: () => void): TemplateResult | typeof nothing {
  if (!isOpen) return nothing;
  const classKeys = [
    { shown: '1 … 9, 0', title: 'Label with class 1 to 10, and move on' },
    { shown: 'Shift+1 … 0', title: 'Label with class 11 to 20' },
  ];
  return html`<div class="help-backdrop" @click=${onClose}>
    <div class="help" role="dialog" aria-label="Keys" @click=${(event: Event) => event.stopPropagation()}>
      <header>
        <h2>Keys</h2>
        ${iconButton({ icon: 'close', label: 'Close', onPress: onClose })}
      </header>
      <dl>
        ${[...classKeys, ...keyTable, ...editorKeys].map(
          ({ shown, title }) =>
            html`<div>
              <dt><kbd>${shown}</kbd></dt>
              <dd>${title}</dd>
            </div>`,
        )}
      </dl>
    </div>
  </div>`;
}
