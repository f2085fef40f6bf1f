import { type Coloring, counted, none, rampSteps as steps } from './kinds.ts';

interface Scale {
  /** Ends of the scale; absent: the least and the greatest value. */
  readonly from?: number;
  readonly to?: number;
  readonly isLogarithmic?: boolean;
  readonly text: (value: number) => string;
  /** What images without a value are called. */
  readonly missing: string;
}

/** Values in eight equal steps; NaN = none. */
export function binned(values: Float64Array, { from, to, isLogarithmic, text, missing }: Scale): Coloring {
  const at = isLogarithmic ? (value: number): number => Math.log(Math.max(1, value)) : Number;
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const low = at(from ?? least);
  const high = at(to ?? greatest);
  const width = (high - low) / steps;
  const slots = Uint16Array.from(values, (value) => {
    if (Number.isNaN(value)) return steps;
    return width > 0 ? Math.min(steps - 1, Math.max(0, Math.floor((at(value) - low) / width))) : 0;
  });
  const edge = (step: number): string => {
    const place = low + step * width;
    return text(isLogarithmic ? Math.exp(place) : place);
  };
  return counted(slots, [
    ...Array.from({ length: steps }, (_, step) => ({
      key: `step ${step}`,
      label: width > 0 ? `${edge(step)} – ${edge(step + 1)}` : Number.isFinite(low) ? edge(0) : '–',
      color: { of: 'ramp' as const, number: step },
      shape: 0,
    })),
    { key: 'none', label: missing, color: none, shape: 5 },
  ]);
}
