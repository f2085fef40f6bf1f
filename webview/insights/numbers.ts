import { language, t } from '../l10n.ts';

/** "83.1 %": what is measured is told to a tenth. */
export function share(value: number): string {
  return `${(100 * value).toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`;
}

/** "40 %", for the numbers of an axis. */
export function wholeShare(value: number): string {
  return `${(100 * value).toLocaleString(language, { maximumFractionDigits: 1 })} %`;
}

export function whole(value: number): string {
  return value.toLocaleString(language, { maximumFractionDigits: 0 });
}

export function distance(value: number): string {
  return value.toLocaleString(language, { maximumFractionDigits: 2 });
}

/** "4 min", "1 h 20 min", "35 s". */
export function duration(seconds: number): string {
  if (seconds < 90) return t('{0} s', whole(seconds));
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('{0} min', minutes);
  return t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

/** A moment as a person writes it; '' if it is none. */
export function moment(time: string | number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
}
