import type { ClassShare } from '../../src/core/compare/measures.ts';
import { t } from '../l10n.ts';

/** Classes shown by name; what else is expected is summed up. */
const most = 10;

export interface MixLine {
  readonly name: string;
  readonly count: number;
  /** Of the batch, 0 to 1. */
  readonly share: number;
}

/** The expected classes of a batch, the largest first: ten at most, then the others together, then what nothing is known of. */
export function mixLines(mix: readonly ClassShare[], classes: readonly string[]): readonly MixLine[] {
  const total = mix.reduce((sum, { count }) => sum + count, 0);
  const known = mix.filter((share) => share.class >= 0);
  const unknown = mix.find((share) => share.class < 0)?.count ?? 0;
  const rest = known.slice(most);
  const others = rest.reduce((sum, { count }) => sum + count, 0);
  const line = (name: string, count: number): MixLine => ({ name, count, share: count / total });
  return [
    ...known.slice(0, most).map((share) => line(classes[share.class] ?? String(share.class), share.count)),
    ...(others > 0 ? [line(t('{0} other classes', rest.length), others)] : []),
    ...(unknown > 0 ? [line(t('unknown'), unknown)] : []),
  ];
}
