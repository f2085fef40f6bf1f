import type { Estimate } from '../model/predictions.ts';

/** Mean of repetitions and its standard error (sample standard deviation / sqrt(n)); error 0 for one value, mean NaN for none. */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, standardError: 0 };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n) };
}
