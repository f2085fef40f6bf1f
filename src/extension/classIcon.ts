import { ThemeColor, ThemeIcon } from 'vscode';
import { colorId } from './colorTable.ts';
import type { Session } from './session.ts';

/** A dot in the color of a class; an empty one for no class. */
export function classIcon(session: Session | undefined, label: string): ThemeIcon {
  const color = session?.dataset.classes.indexOf(label) ?? -1;
  if (color < 0) return new ThemeIcon('circle-outline');
  return new ThemeIcon('circle-filled', new ThemeColor(colorId(color)));
}
