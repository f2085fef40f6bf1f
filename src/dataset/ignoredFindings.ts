/**
 * The findings of a review that count: those that nobody has ignored (`Dataset.ignored` has their ids), in the same order.
 */
export function withoutIgnored<T extends { readonly id: string }>(
  findings: readonly T[],
  ignored: ReadonlySet<string>,
): readonly T[] {
  return findings.filter(({ id }) => !ignored.has(id));
}
