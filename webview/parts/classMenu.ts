import { html, nothing, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import type { Actions } from '../actions/actions.ts';
import { colorClass } from '../classColor.ts';
import { isOwnKey } from '../keys.ts';
import { t } from '../l10n.ts';
import type { ClassEdit } from '../state/classEdit.ts';
import type { State } from '../state/state.ts';
import { button } from '../widgets.ts';
import { rowOf, whenDrawn } from './classFocus.ts';
import { popover } from './popover.ts';

/** The ten colors, as they are spoken. */
const colors = [
  t('Orange'),
  t('Sky blue'),
  t('Green'),
  t('Yellow'),
  t('Blue'),
  t('Vermilion'),
  t('Pink'),
  t('Brown'),
  t('Violet'),
  t('Lime'),
];

/** Pixels between a popover and the edge of the window. */
const margin = 8;

type Step = Exclude<ClassEdit, { readonly step: 'merge' }>;

/** What can be done with a class, beside its row: the menu, and from there the colors or the question for a key. */
export function classMenu(
  edit: Step,
  { classes }: State,
  countOf: (name: string) => number,
  actions: Actions,
): TemplateResult | typeof nothing {
  const { name } = edit;
  const place = classes.findIndex((entry) => entry.name === name);
  const entry = classes[place];
  if (entry === undefined) return nothing;
  const shell = { place: 'is-beside-class', onClose: actions.closeClass };
  if (edit.step === 'color')
    return popover({
      ...shell,
      role: 'menu',
      label: t('Color of {0}', name),
      content: html`<div class="swatches" role="none" data-of=${name} ${ref(openBesideRow)}>
        ${colors.map(
          (title, color) =>
            html`<button
              type="button"
              role="menuitemradio"
              class="swatch ${colorClass(color)}"
              title=${title}
              aria-label=${title}
              aria-checked=${entry.color % colors.length === color}
              @click=${() => actions.colorClass(name, color)}
            ></button>`,
        )}
        <button
          type="button"
          role="menuitem"
          class="menu-item"
          ?disabled=${!entry.isOwnColor}
          @click=${() => actions.colorClass(name, null)}
        >
          ${t('The color it had')}
        </button>
      </div>`,
    });
  if (edit.step === 'key')
    return popover({
      ...shell,
      role: 'dialog',
      label: t('Key of {0}', name),
      onKey: (event) => {
        const isSign = event.key !== ' ' && [...event.key].length === 1;
        if (!isSign || event.ctrlKey || event.altKey || event.metaKey) return false;
        actions.keyClass(name, event.key.toLowerCase());
        return true;
      },
      content: html`<div class="class-key" data-of=${name} ${ref(openBesideRow)}>
        <p>${t('Press the key that labels as {0}.', name)}</p>
        <p class="hint ${edit.fault === '' ? '' : 'fault'}" role=${edit.fault === '' ? nothing : 'alert'}>
          ${edit.fault === '' ? t('Digits go by the place in the list.') : edit.fault}
        </p>
        ${
          isOwnKey(entry.key)
            ? button({
                label: t('No Key of Its Own'),
                isSecondary: true,
                onPress: () => actions.keyClass(name, ''),
              })
            : nothing
        }
      </div>`,
    });
  const isUsed = countOf(name) > 0;
  const item = (label: string, key: string, onPress: () => void, isDisabled = false): TemplateResult =>
    html`<button type="button" role="menuitem" class="menu-item" ?disabled=${isDisabled} @click=${onPress}>
      <span>${label}</span> ${key === '' ? nothing : html`<span class="menu-key">${key}</span>`}
    </button>`;
  return popover({
    ...shell,
    role: 'menu',
    label: t('Change {0}', name),
    content: html`<div role="none" data-of=${name} ${ref(openBesideRow)}>
      ${item(t('Rename or merge …'), 'F2', () => actions.editClass({ step: 'rename', name, fault: '' }))}
      ${item(t('Color …'), '', () => actions.editClass({ step: 'color', name }))}
      ${item(t('Key …'), isOwnKey(entry.key) ? entry.key : '', () =>
        actions.editClass({ step: 'key', name, fault: '' }),
      )}
      ${item(t('Move up'), 'Alt+↑', () => actions.placeClass(name, place - 1), place === 0)}
      ${item(
        t('Move down'),
        'Alt+↓',
        () => actions.placeClass(name, place + 1),
        place === classes.length - 1,
      )}
      ${item(t('Remove'), isUsed ? t('it has images') : t('Del'), () => actions.removeClass(name), isUsed)}
    </div>`,
  });
}

/** Puts the popover beside the row, inside the window, and the focus into it. */
function openBesideRow(element: Element | undefined): void {
  whenDrawn(element, (content: HTMLElement) => {
    const box = content.closest<HTMLElement>('.popover');
    const row = rowOf(content.dataset.of ?? '')?.getBoundingClientRect();
    if (box === null || row === undefined) return;
    const { offsetHeight, offsetWidth } = box;
    const isRoomBelow = row.bottom + offsetHeight + margin < window.innerHeight;
    const top = isRoomBelow ? row.bottom : row.top - offsetHeight;
    box.style.setProperty('top', `${Math.max(margin, top)}px`);
    box.style.setProperty('left', `${Math.max(margin, row.right - offsetWidth)}px`);
    const items = [...content.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([disabled])')];
    const checked = items.find((item) => item.getAttribute('aria-checked') === 'true');
    (checked ?? items[0] ?? box).focus();
  });
}
