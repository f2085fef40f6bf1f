import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelChoices } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import type { State } from '../state/state.ts';
import { menuButton, numberField, patternField, segments } from '../widgets.ts';
import { popover } from './popover.ts';

/** What every strategy has to keep to, and how many images it chooses. */
export function constraintsMenu({ choices, overlay }: State, actions: Actions): TemplateResult {
  const onToggle = (): void => actions.toggle('constraints');
  const isOpen = overlay === 'constraints';
  const inForce = sentences(choices);
  return html`${menuButton({
    label: '',
    title: ['Constraints of the next batch', ...inForce].join('\n'),
    icon: 'settings',
    isOpen,
    isMarked: inForce.length > 0,
    onPress: onToggle,
  })}
  ${
    isOpen
      ? popover({
          label: 'Constraints of the next batch',
          role: 'dialog',
          onClose: onToggle,
          content: form(choices, actions),
        })
      : nothing
  }`;
}

function form(choices: PanelChoices, actions: Actions): TemplateResult {
  const { batchSize, excludeDuplicates, balance, maxPerGroup, within } = choices;
  return html`<div class="constraints">
    <div class="field">
      <span>Images in a batch</span>
      ${numberField({
        label: 'Images in a batch',
        value: batchSize,
        min: 1,
        onChange: (value) => actions.choose({ batchSize: value }),
      })}
    </div>
    <div class="field">
      <span>Leave out copies</span>
      ${segments(
        'Leave out copies',
        [
          { value: 'near', label: 'Near and exact' },
          { value: 'exact', label: 'Exact' },
          { value: 'none', label: 'None' },
        ],
        excludeDuplicates,
        (value) => actions.choose({ excludeDuplicates: value }),
      )}
    </div>
    <div class="field">
      <span>Balance over</span>
      ${segments(
        'Balance over',
        [
          { value: 'none', label: 'Nothing' },
          { value: 'class', label: 'Predicted classes' },
          { value: 'folder', label: 'Folders' },
        ],
        balance,
        (value) => actions.choose({ balance: value }),
      )}
    </div>
    <div class="field">
      <span>Most per folder or cluster</span>
      ${numberField({
        label: 'Most per folder or cluster; 0 is no limit',
        value: maxPerGroup,
        min: 0,
        onChange: (value) => actions.choose({ maxPerGroup: value }),
      })}
    </div>
    <div class="field">
      <span>Only images that match</span>
      ${patternField({
        label: 'Only images that match',
        placeholder: '**  (a glob, as long as the panel is open)',
        value: within,
        onChange: (value) => actions.choose({ within: value.trim() }),
      })}
    </div>
  </div>`;
}

/** What keeps images out of the next batch beyond the usual, for the tooltip of the button. */
function sentences({ excludeDuplicates, balance, maxPerGroup, within }: PanelChoices): readonly string[] {
  return [
    { near: '', exact: 'Only exact copies are left out.', none: 'Copies are not left out.' }[
      excludeDuplicates
    ],
    { none: '', class: 'Balanced over predicted classes.', folder: 'Balanced over folders.' }[balance],
    maxPerGroup === 0 ? '' : `At most ${maxPerGroup.toLocaleString('en')} per folder or cluster.`,
    within === '' ? '' : `Only images that match ${within}.`,
  ].filter((sentence) => sentence !== '');
}
