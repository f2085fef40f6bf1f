import { type ColoringName, colorings } from './coloring.ts';
import type { Tool } from './scatter.ts';

/** How the map is looked at. Replaced, never changed. */
export interface Looks {
  readonly tool: Tool;
  readonly by: ColoringName;
  /** Keys of the kinds that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  /** Part of the file name of what is looked for; '' = nothing is. */
  readonly search: string;
  /** What the legend is narrowed to. */
  readonly legendQuery: string;
  readonly listsAll: boolean;
  readonly hasDensity: boolean;
  readonly hasNames: boolean;
  /** The legend and the clusters stand beside the map. */
  readonly hasSide: boolean;
  /** The map in words, for those who do not see it. */
  readonly isTable: boolean;
}

export const firstLooks: Looks = {
  tool: 'pan',
  by: 'class',
  hidden: new Set(),
  search: '',
  legendQuery: '',
  listsAll: false,
  hasDensity: false,
  hasNames: true,
  hasSide: true,
  isTable: false,
};

/** What is kept of it, as plain data: not what is only looked for. */
export function keptLooks({ tool, by, hidden, hasDensity, hasNames, hasSide, isTable }: Looks): unknown {
  return { tool, by, hidden: [...hidden], hasDensity, hasNames, hasSide, isTable };
}

/** What was kept, as far as it is one; the rest is as in `first`. */
export function readLooks(kept: unknown, first: Looks): Looks {
  if (typeof kept !== 'object' || kept === null) return first;
  const { tool, by, hidden, ...switches } = kept as Readonly<Record<string, unknown>>;
  const isOn = (name: 'hasDensity' | 'hasNames' | 'hasSide' | 'isTable'): boolean => {
    const value = switches[name];
    return typeof value === 'boolean' ? value : first[name];
  };
  return {
    ...first,
    tool: tool === 'lasso' || tool === 'rectangle' ? tool : 'pan',
    by: colorings.find((name) => name === by) ?? first.by,
    hidden: new Set(Array.isArray(hidden) ? hidden.filter((key) => typeof key === 'string') : []),
    hasDensity: isOn('hasDensity'),
    hasNames: isOn('hasNames'),
    hasSide: isOn('hasSide'),
    isTable: isOn('isTable'),
  };
}

/** Other colors have other kinds: what was hidden of the ones before is shown again. */
export function coloredBy(looks: Looks, by: ColoringName): Looks {
  return { ...looks, by, hidden: new Set(), legendQuery: '', listsAll: false };
}

/** A kind is hidden, or shown again. */
export function toggled({ hidden, ...looks }: Looks, key: string): Looks {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return { ...looks, hidden: next };
}

/** Only one of these kinds is shown; where it is the only one already, all are again. */
export function only(looks: Looks, key: string, keys: readonly string[]): Looks {
  const others = keys.filter((other) => other !== key);
  const isOnly = !looks.hidden.has(key) && others.every((other) => looks.hidden.has(other));
  return { ...looks, hidden: new Set(isOnly ? [] : others) };
}
