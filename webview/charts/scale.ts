/** Steps between the numbers of an axis are one of these times a power of ten. */
const steps = [1, 2, 2.5, 5, 10];

/**
 * Round numbers over a range, ascending, about `count` of them: the first not above `from`, the last not below `to`. Of what
 * is counted (`isWhole`), whole numbers. A single number has its neighborhood around it.
 */
export function niceTicks(from: number, to: number, count: number, isWhole = false): readonly number[] {
  if (to === from && from !== 0)
    return niceTicks(from - Math.abs(from) / 10, to + Math.abs(to) / 10, count, isWhole);
  const span = to > from ? to - from : 1;
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const isFine = (step: number): boolean => !isWhole || Number.isInteger(Number(step.toPrecision(12)));
  const step =
    steps.map((factor) => factor * power).find((size) => size >= rough * (1 - 1e-9) && isFine(size)) ??
    Math.max(10 * power, isWhole ? 1 : 0);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil((to > from ? to : from + span) / step - 1e-9));
  // By multiplication, and rounded to the step: a sum of tenths is not round.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A straight map of a range of numbers to one of pixels; a range of one number goes to the middle. */
export function linearScale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): (value: number) => number {
  if (to === from) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** A coordinate, without digits that no screen shows. */
export function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Moves what stands in a column apart, so that no two are nearer than `gap`; order and, as far as can be, place are kept. */
export function spreadOut(places: readonly number[], gap: number): readonly number[] {
  const order = [...places.keys()].sort((a, b) => places[a] - places[b]);
  const moved = [...places];
  for (let pass = 0; pass < places.length; pass++)
    for (let i = 1; i < order.length; i++) {
      const [upper, lower] = [order[i - 1], order[i]];
      const overlap = gap - (moved[lower] - moved[upper]);
      if (overlap <= 1e-9) continue;
      moved[upper] -= overlap / 2;
      moved[lower] += overlap / 2;
    }
  return moved;
}
