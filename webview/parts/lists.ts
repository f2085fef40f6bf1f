import { html, nothing, type TemplateResult } from 'lit-html';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { formatted } from '../words.ts';

const most = 200;

/** What could not be read, and what is odd in the files of the dataset: folded away until asked for. */
export function lists({ unreadable, problems }: State, onGoTo: (path: string) => void): TemplateResult {
  return html`${
    unreadable.size === 0
      ? nothing
      : html`<details class="list" data-list="unreadable">
          <summary>${t('Unreadable')} <span class="count">${formatted(unreadable.size)}</span></summary>
          <ul>
            ${[...unreadable].slice(0, most).map(
              ([path, reason]) =>
                html`<li>
                  <button type="button" class="path" title=${path} @click=${() => onGoTo(path)}>${path}</button>
                  <p class="hint">${reason}</p>
                </li>`,
            )}
            ${more(unreadable.size)}
          </ul>
        </details>`
  }
  ${
    problems.length === 0
      ? nothing
      : html`<details class="list" data-list="problems">
          <summary>${t('To look at')} <span class="count">${formatted(problems.length)}</span></summary>
          <ul>
            ${problems.slice(0, most).map((problem) => html`<li><p>${problem}</p></li>`)} ${more(problems.length)}
          </ul>
        </details>`
  }`;
}

function more(count: number): TemplateResult | typeof nothing {
  return count > most
    ? html`<li><p class="hint">${t('and {0} more', formatted(count - most))}</p></li>`
    : nothing;
}
