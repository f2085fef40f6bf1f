/** The style sheet of the icons without those that `words` do not name, and the characters of the others. */
export declare function usedIcons(
  sheet: string,
  words: ReadonlySet<string>,
): { readonly sheet: string; readonly characters: readonly string[] };
