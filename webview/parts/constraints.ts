import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelSubset } from '../../src/protocol/clusterPanel.ts';
import type { PanelChoices } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { chipButton, menuButton, segments } from '../controls.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { numberField, patternField } from '../widgets.ts';
import { formatted } from '../words.ts';
import { popover } from './popover.ts';

/** What every strategy has to keep to, and how many images it chooses. */
export function constraintsMenu({ choices, overlay }: State, actions: Actions): TemplateResult {
  const onToggle = (): void => actions.toggle('constraints');
  const isOpen = overlay === 'constraints';
  const inForce = sentences(choices);
  return html`${menuButton({
    label: '',
    title: [t('Constraints of the next batch'), ...inForce].join('\n'),
    icon: 'settings',
    isOpen,
    isMarked: inForce.length > 0,
    onPress: onToggle,
  })}
  ${
    isOpen
      ? popover({
          label: t('Constraints of the next batch'),
          role: 'dialog',
          onClose: onToggle,
          content: form(choices, actions),
        })
      : nothing
  }`;
}

function form(choices: PanelChoices, actions: Actions): TemplateResult {
  const { batchSize, excludeDuplicates, balance, maxPerGroup, within, among } = choices;
  return html`<div class="constraints">
    <div class="field">
      <span>${t('Images in a batch')}</span>
      ${numberField({
        label: t('Images in a batch'),
        value: batchSize,
        min: 1,
        onChange: (value) => actions.choose({ batchSize: value }),
      })}
    </div>
    <div class="field">
      <span>${t('Leave out copies')}</span>
      ${segments(
        t('Leave out copies'),
        [
          { value: 'near', label: t('Near and exact') },
          { value: 'exact', label: t('Exact') },
          { value: 'none', label: t('None') },
        ],
        excludeDuplicates,
        (value) => actions.choose({ excludeDuplicates: value }),
      )}
    </div>
    <div class="field">
      <span>${t('Balance over')}</span>
      ${segments(
        t('Balance over'),
        [
          { value: 'none', label: t('Nothing') },
          { value: 'class', label: t('Predicted classes') },
          { value: 'folder', label: t('Folders') },
        ],
        balance,
        (value) => actions.choose({ balance: value }),
      )}
    </div>
    <div class="field">
      <span>${t('Most per folder or cluster')}</span>
      ${numberField({
        label: t('Most per folder or cluster; 0 is no limit'),
        value: maxPerGroup,
        min: 0,
        onChange: (value) => actions.choose({ maxPerGroup: value }),
      })}
    </div>
    <div class="field">
      <span>${t('Only images that match')}</span>
      ${patternField({
        label: t('Only images that match'),
        placeholder: t('**  (a glob, as long as the panel is open)'),
        value: within,
        onChange: (value) => actions.choose({ within: value.trim() }),
      })}
    </div>
    ${
      among === null
        ? nothing
        : html`<div class="field">
            <span>${t('Only images of')}</span>
            ${chipButton({
              label: amongText(among),
              title: t('Choose from all images again'),
              onPress: actions.chooseFromAll,
            })}
          </div>`
    }
  </div>`;
}

function amongText({ title, count }: PanelSubset): string {
  return t('{0} ({1} images)', title, formatted(count));
}

/** What keeps images out of the next batch beyond the usual, for the tooltip of the button. */
function sentences({
  excludeDuplicates,
  balance,
  maxPerGroup,
  within,
  among,
}: PanelChoices): readonly string[] {
  return [
    { near: '', exact: t('Only exact copies are left out.'), none: t('Copies are not left out.') }[
      excludeDuplicates
    ],
    { none: '', class: t('Balanced over predicted classes.'), folder: t('Balanced over folders.') }[balance],
    maxPerGroup === 0 ? '' : t('At most {0} per folder or cluster.', formatted(maxPerGroup)),
    within === '' ? '' : t('Only images that match {0}.', within),
    among === null ? '' : t('Only images of {0}.', amongText(among)),
  ].filter((sentence) => sentence !== '');
}
