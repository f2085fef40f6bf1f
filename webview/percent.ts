/** A share, 0 to 1, for a person: "87 %". What is not certain is never "100 %". */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  return `${share < 1 ? Math.min(99, rounded) : rounded} %`;
}
