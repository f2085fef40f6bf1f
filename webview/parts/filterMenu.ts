import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions/actions.ts';
import { type Choice, menuButton, segments, select } from '../controls.ts';
import { foldersOf } from '../facets/folders.ts';
import { predictedCounts } from '../facets/predicted.ts';
import { t } from '../l10n.ts';
import type { Filter, PlainShow } from '../state/filter.ts';
import type { State } from '../state/state.ts';
import type { Summary } from '../summary.ts';
import { searchField } from '../widgets.ts';
import { formatted } from '../words.ts';
import { popover } from './popover.ts';

const states = ['labeled', 'skipped', 'flagged', 'unreadable'] as const;

/** The button that opens all that the images can be narrowed to. */
export function filterMenu(state: State, summary: Summary, actions: Actions): TemplateResult {
  const isOpen = state.overlay === 'filter';
  const onToggle = (): void => actions.toggle('filter');
  return html`${menuButton({
    label: '',
    title: t('Filter the images (Ctrl/Cmd+F)'),
    icon: 'filter',
    isOpen,
    isMarked: isNarrowed(state.filter),
    onPress: onToggle,
  })}
    ${
      isOpen
        ? popover({
            label: t('Filter the images'),
            role: 'dialog',
            onClose: onToggle,
            content: form(state, summary, actions),
          })
        : nothing
    }`;
}

/** Whether a filter says more than which of the three usual lists is shown. */
export function isNarrowed({ show, text, folder }: Filter): boolean {
  return (
    text !== '' ||
    folder !== '' ||
    'name' in show ||
    show.kind === 'given' ||
    states.some((kind) => kind === show.kind)
  );
}

function form(state: State, summary: Summary, actions: Actions): TemplateResult {
  const { filter } = state;
  const { show } = filter;
  const counts = { ...summary, unreadable: state.unreadable.size };
  const titles: Readonly<Record<(typeof states)[number], string>> = {
    labeled: t('Labeled'),
    skipped: t('Skipped'),
    flagged: t('Flagged'),
    unreadable: t('Unreadable'),
  };
  const nameOf = (kind: 'class' | 'predicted'): string => (show.kind === kind ? show.name : '');
  const choose = (kind: 'class' | 'predicted', name: string): void =>
    actions.filter({ show: name === '' ? { kind: 'all' } : { kind, name } });
  return html`<div class="constraints">
    ${field(
      t('Name contains'),
      searchField({
        label: t('Name contains'),
        placeholder: t('Part of the path'),
        value: filter.text,
        onInput: (text) => actions.filter({ text }),
      }),
    )}
    ${field(
      t('Only'),
      segments<PlainShow | 'given'>(
        t('Only'),
        states.map((value) => ({ value, label: titles[value], count: counts[value] })),
        'name' in show ? undefined : show.kind,
        (kind) => actions.filter({ show: { kind } }),
      ),
    )}
    ${chooser(
      t('Class'),
      state.classes.map(({ name }) => name),
      summary.perClass,
      nameOf('class'),
      (name) => choose('class', name),
    )}
    ${
      state.predictions === null
        ? nothing
        : chooser(
            t('Predicted class, surest first'),
            state.predictions.names,
            predictedCounts(state),
            nameOf('predicted'),
            (name) => choose('predicted', name),
          )
    }
    ${folders(state, actions)}
  </div>`;
}

function folders({ paths, filter }: State, actions: Actions): TemplateResult | typeof nothing {
  const all = foldersOf(paths);
  if (all.size === 0) return nothing;
  return chooser(t('Folder'), [...all.keys()], all, filter.folder, (folder) => actions.filter({ folder }));
}

function chooser(
  label: string,
  names: readonly string[],
  counts: ReadonlyMap<string, number>,
  chosen: string,
  onChoose: (name: string) => void,
): TemplateResult | typeof nothing {
  if (names.length === 0) return nothing;
  const choices: readonly Choice[] = [
    { value: '', label: t('Any') },
    ...names.map((name) => ({ value: name, label: `${name} (${formatted(counts.get(name) ?? 0)})` })),
  ];
  return field(label, select(label, choices, chosen, onChoose));
}

function field(label: string, content: TemplateResult): TemplateResult {
  return html`<div class="field"><span aria-hidden="true">${label}</span>${content}</div>`;
}
