/** A function that makes something anew only if one of its inputs is another than the last time. */
export function remembering<T>(make: () => T): (...inputs: readonly unknown[]) => T {
  let last: { readonly inputs: readonly unknown[]; readonly made: T } | undefined;
  return (...inputs) => {
    const isSame = last?.inputs.length === inputs.length && last.inputs.every((one, i) => one === inputs[i]);
    if (last === undefined || !isSame) last = { inputs, made: make() };
    return last.made;
  };
}
