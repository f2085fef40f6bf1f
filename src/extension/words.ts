import { env, l10n } from 'vscode';

/** A whole number as it is written in the display language: "12,340" */
export function formatted(count: number): string {
  return count.toLocaleString(env.language);
}

/** "1 image", "320 images" */
export function images(count: number): string {
  return count === 1 ? l10n.t('1 image') : l10n.t('{0} images', formatted(count));
}

/** "1 class", "12 classes" */
export function classes(count: number): string {
  return count === 1 ? l10n.t('1 class') : l10n.t('{0} classes', formatted(count));
}
