import { ThemeColor, ThemeIcon } from 'vscode';
import { colorId } from './colorTable.ts';

/** A dot in a color of the palette; an empty one for none. */
export function classIcon(color: number | undefined): ThemeIcon {
  if (color === undefined) return new ThemeIcon('circle-outline');
  return new ThemeIcon('circle-filled', new ThemeColor(colorId(color)));
}
