/**
 * THE TABLE of class colors: Okabe and Ito's, and three that keep apart from them; `webview/styles/theme.css` has the same for
 * where no theme is. Written into package.json by scripts/contributes.mjs as `nextBatch.class1` to `nextBatch.class10`, so
 * that a person or a theme can set them.
 */
export const classColors = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#8c6d46',
  '#9a7fd1',
  '#8fbf3f',
] as const;

/** The id of the n-th color (from 0); after the last one they begin again. */
export function colorId(color: number): string {
  return `nextBatch.class${(color % classColors.length) + 1}`;
}
