import { l10n } from 'vscode';
import { formatted, images } from './words.ts';

/** "40 s", "3 min", "2 h 10 min" */
export function duration(seconds: number): string {
  if (seconds < 90) return l10n.t('{0} s', Math.max(1, Math.round(seconds)));
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return l10n.t('{0} min', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours >= 10) return l10n.t('{0} h', formatted(Math.round(minutes / 60)));
  const rest = minutes % 60;
  return rest === 0 ? l10n.t('{0} h', hours) : l10n.t('{0} h {1} min', hours, rest);
}

/** "88.5 MB" */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return l10n.t('{0} MB', value < 100 ? value.toFixed(1) : formatted(Math.round(value)));
}

/** "12 images a second", "5 images a minute" */
export function pace(secondsPerImage: number): string {
  const perSecond = 1 / Math.max(1e-6, secondsPerImage);
  return perSecond >= 1
    ? l10n.t('{0} a second', images(Math.round(perSecond)))
    : l10n.t('{0} a minute', images(Math.max(1, Math.round(60 * perSecond))));
}

/** What an encoder still has to do for a folder, and how long that takes. */
export function estimate(remaining: number, secondsLeft: number): string {
  if (remaining === 0) return l10n.t('Every image here is embedded already.');
  return l10n.t('{0} ≈ {1} on this machine', images(remaining), duration(secondsLeft));
}
