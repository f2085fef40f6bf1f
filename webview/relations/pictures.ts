import { html, type TemplateResult } from 'lit-html';
import type { Picture } from '../../src/protocol/panel.ts';
import { t } from '../l10n.ts';

/** Where the pictures of images come from. */
export interface Pictures {
  /** A small one; undefined: it is on its way. */
  readonly small: (path: string) => Picture | undefined;
  /** The image itself; undefined: it is on its way, or nobody asked for it. */
  readonly large: (path: string) => Picture | undefined;
}

/** The best picture of an image that is there. `alt`: '' where the words beside it say the same. */
export function pictureOf(
  path: string,
  { small, large }: Pictures,
  { isLarge = false, alt = path }: { readonly isLarge?: boolean; readonly alt?: string } = {},
): TemplateResult {
  const found = isLarge ? (large(path) ?? small(path)) : small(path);
  const known = found?.kind === 'picture' ? found : small(path);
  if (known?.kind === 'picture')
    return html`<img class="relations-picture" alt=${alt} src=${known.url} draggable="false" />`;
  if (known?.kind === 'unreadable')
    return html`<span class="relations-picture is-broken" title=${known.reason}>${alt} ${t('unreadable')}</span>`;
  if (alt === '') return html`<span class="relations-picture"></span>`;
  return html`<span class="relations-picture" role="img" aria-label=${alt}></span>`;
}
