import { language, t } from './l10n.ts';

/** A whole number as it is written in the display language: "12,340" */
export function formatted(count: number): string {
  return count.toLocaleString(language);
}

/** "1 image", "12,340 images" */
export function images(count: number): string {
  return count === 1 ? t('1 image') : t('{0} images', formatted(count));
}
