import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelRecent } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { answerWords } from '../answerWords.ts';
import { colorClass, colorOf } from '../classColor.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { icon } from '../widgets.ts';
import { formatted } from '../words.ts';

/** The last ten acts, the newest first: what was decided, and a way back to its images. Those taken back are gone. */
export function recentStrip(
  state: State,
  thumbnail: (path: string) => string | undefined,
  actions: Actions,
): TemplateResult | typeof nothing {
  if (state.recent.length === 0) return nothing;
  return html`<nav class="recent" aria-label=${t('Last acts')}>
    ${state.recent.map((act) => entry(act, state, thumbnail, actions))}
  </nav>`;
}

function entry(
  act: PanelRecent,
  state: State,
  thumbnail: (path: string) => string | undefined,
  actions: Actions,
): TemplateResult {
  const { count, path } = act;
  const url = path === '' ? undefined : thumbnail(path);
  const images = count > 1 ? t('{0} images', formatted(count)) : path;
  const said = [images, ...spoken(act)].filter((text) => text !== '').join(', ');
  const picture = html`<span class="recent-picture">
      ${url === undefined ? icon('file-media') : html`<img src=${url} alt="" />`}
      ${count > 1 ? html`<span class="recent-count" data-count=${formatted(count)}></span>` : nothing}
    </span>`;
  const content = html`${count === 0 ? nothing : picture} ${chips(act, state)}`;
  if (count === 0)
    return html`<span class="recent-act" role="img" aria-label=${said} title=${said}>${content}</span>`;
  return html`<button
    type="button"
    class="recent-act"
    aria-label=${said}
    title=${said}
    @click=${() => actions.showRecent(act)}
  >
    ${content}
  </button>`;
}

/** The class, or what else was decided, as it stands on the image. */
function chips({ kind, on, names: [name = '', to = ''], said }: PanelRecent, state: State): TemplateResult {
  const chip = (label: string): TemplateResult =>
    html`<span class="chip ${colorClass(colorOf(state, label))}">${label}</span>`;
  const plain = (text: string): TemplateResult => html`<span class="chip skip">${text}</span>`;
  switch (kind) {
    case 'label':
      if (to !== '') return plain(t('several'));
      return name === '' ? plain(t('no label')) : chip(name);
    case 'skip':
      return plain(on ? t('skipped') : t('not skipped'));
    case 'flag':
      return plain(on ? t('flagged') : t('not flagged'));
    case 'ignore':
      return plain(on ? t('finding ignored') : t('finding back'));
    case 'relation':
      return plain(said === undefined ? t('answer') : answerWords(said));
    case 'retract':
      return plain(t('answer withdrawn'));
    case 'eliminate':
      return plain(on ? t('elimination on') : t('elimination off'));
    case 'class-rename':
    case 'class-merge':
      return html`<span class="recent-name">${name}</span> → ${chip(to)}`;
    case 'class-add':
      return html`+ ${chip(name)}`;
    case 'class-remove':
      return html`<s class="recent-name">${name}</s>`;
    case 'class-color':
    case 'class-key':
      return chip(name);
    case 'class-order':
      return plain(t('order'));
    case 'several':
      return plain(t('several'));
  }
}

/** The same in words. */
function spoken({ kind, on, names, said }: PanelRecent): readonly string[] {
  const [name = '', to = ''] = names;
  switch (kind) {
    case 'label':
      return [
        names.length > 1 ? t('labeled as several classes') : name === '' ? t('no label any more') : name,
      ];
    case 'skip':
      return [on ? t('skipped') : t('not skipped')];
    case 'flag':
      return [on ? t('flagged') : t('not flagged')];
    case 'ignore':
      return [on ? t('a finding ignored') : t('a finding counts again')];
    case 'relation':
      return [t('an answer about what is the same'), said === undefined ? '' : answerWords(said)];
    case 'retract':
      return [t('an answer withdrawn')];
    case 'eliminate':
      return [on ? t('classes by elimination') : t('no classes by elimination')];
    case 'class-rename':
      return [t('class {0} renamed to {1}', name, to)];
    case 'class-merge':
      return [t('class {0} merged into {1}', name, to)];
    case 'class-add':
      return [t('class {0} added', name)];
    case 'class-remove':
      return [t('class {0} removed', name)];
    case 'class-color':
      return [t('color of class {0}', name)];
    case 'class-key':
      return [t('key of class {0}', name)];
    case 'class-order':
      return [t('order of the classes')];
    case 'several':
      return [t('several decisions')];
  }
}
