import { html, nothing, type TemplateResult } from 'lit-html';
import { type KeyActionName, type KeyBindings, keyActionNames } from '../../src/protocol/keys.ts';
import { type EditorKey, editorKeys, keyTitles, shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import { iconButton } from '../widgets.ts';

export interface Help {
  readonly isOpen: boolean;
  readonly keys: KeyBindings;
  readonly onClose: () => void;
}

type Topic = EditorKey['topic'];

/** Where an action stands in the help; those that are not named here move. */
const topics: Partial<Readonly<Record<KeyActionName, Topic>>> = {
  skip: 'label',
  undo: 'label',
  flag: 'label',
  find: 'label',
  accept: 'label',
  reject: 'label',
  escape: 'select',
  open: 'look',
  larger: 'look',
  smaller: 'look',
  actualSize: 'look',
  help: 'look',
  same: 'relations',
  different: 'relations',
  later: 'relations',
};

/** All keys as they are now, over the images, while `isOpen`. */
export function helpOverlay({ isOpen, keys, onClose }: Help): TemplateResult | typeof nothing {
  if (!isOpen) return nothing;
  const rows: readonly EditorKey[] = [
    { topic: 'label', shown: '1 … 9, 0', title: t('Label with class 1 to 10, and move on') },
    { topic: 'label', shown: t('Shift+1 … 0'), title: t('Label with class 11 to 20') },
    ...keyActionNames.map((name) => ({
      topic: topics[name] ?? 'move',
      shown: shownKeys(keys, name),
      title: keyTitles[name],
    })),
    ...editorKeys,
  ];
  const group = (title: string, topic: Topic): TemplateResult =>
    helpGroup(
      title,
      rows.filter((row) => row.topic === topic),
    );
  return html`<div class="help-backdrop" @click=${onClose}>
    <div
      class="help"
      role="dialog"
      aria-modal="true"
      aria-label=${t('Keys')}
      tabindex="-1"
      @click=${(event: Event) => event.stopPropagation()}
    >
      <header>
        <h2>${t('Keys')}</h2>
        ${iconButton({ icon: 'close', label: t('Close'), onPress: onClose })}
      </header>
      <div class="help-columns">
        <div>${group(t('Label'), 'label')} ${group(t('In the class list'), 'classes')}</div>
        <div>${group(t('Move'), 'move')} ${group(t('Select several'), 'select')}</div>
        <div>${group(t('Look'), 'look')} ${group(t('Relations'), 'relations')}</div>
      </div>
    </div>
  </div>`;
}

function helpGroup(title: string, rows: readonly EditorKey[]): TemplateResult {
  return html`<section>
    <h3>${title}</h3>
    <dl>
      ${rows.map(
        (row) =>
          html`<div>
            <dt>${row.shown === '' ? t('no key') : html`<kbd>${row.shown}</kbd>`}</dt>
            <dd>${row.title}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
