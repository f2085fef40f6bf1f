import { language } from './l10n.ts';

/** A whole number as it is written in the display language: "12,340" */
export function formatted(count: number): string {
  return count.toLocaleString(language);
}
