/**
 * Of m candidates of a grid, how many are there for what: the most probable ones bring labels, those at the boundary teach the
 * head, and those drawn from all that it claims keep its probabilities honest (ALGORITHMS 6.8: 70, 20 and 10 %).
 */
export function sharesOf(candidates: number): {
  readonly top: number;
  readonly boundary: number;
  readonly drawn: number;
} {
  const drawn = Math.round(0.1 * candidates);
  const boundary = Math.round(0.2 * candidates);
  return { top: candidates - boundary - drawn, boundary, drawn };
}
