/** What a contact sheet shows. */
export interface Sheet {
  readonly title: string;
  readonly images: readonly { readonly name: string; readonly jpeg: Buffer }[];
  /** Per image: its neighbors, best first. */
  readonly nearest: readonly (readonly { readonly row: number; readonly similarity: number }[])[];
  /** Side of a picture in pixels. */
  readonly side: number;
  readonly theme: 'dark' | 'light';
}

const colors = {
  dark: { page: '#1f1f1f', text: '#cccccc', quiet: '#9d9d9d', line: '#3c3c3c' },
  light: { page: '#ffffff', text: '#3b3b3b', quiet: '#616161', line: '#d4d4d4' },
} as const;

const margin = 24;
const gap = 8;
const between = 20;
const labelHeight = 18;
const top = 84;
const columns = 3;

/**
 * An SVG with one line per image: the picture, its name, and its nearest neighbors with their similarity. Names are data:
 * they are escaped, and nothing in it is fetched or run.
 */
export function contactSheet({ title, images, nearest, side, theme }: Sheet): string {
  const { page, text, quiet, line } = colors[theme];
  const shown = Math.max(0, ...nearest.map((of) => of.length));
  const blockWidth = side + between + shown * (side + gap);
  const lineHeight = side + labelHeight + 2 * gap;
  const lines = Math.ceil(images.length / columns);
  const used = Math.ceil(images.length / lines);
  const width = 2 * margin + used * blockWidth + (used - 1) * between;
  const height = top + lines * lineHeight + margin;
  const defs = images.map(
    ({ jpeg }, i) =>
      `<image id="p${i}" width="${side}" height="${side}" href="data:image/jpeg;base64,${jpeg.toString('base64')}"/>`,
  );
  const blocks = images.map(({ name }, i) => {
    const x = margin + Math.floor(i / lines) * (blockWidth + between);
    const y = top + (i % lines) * lineHeight;
    const label = `<text x="${x}" y="${y + side + 13}" fill="${text}">${escaped(shortened(name, blockWidth / 7))}</text>`;
    const others = nearest[i].map(({ row, similarity }, k) => {
      const left = x + side + between + k * (side + gap);
      return `<use href="#p${row}" x="${left}" y="${y}"/><text x="${left + side}" y="${y + side + 13}" fill="${quiet}" text-anchor="end">${similarity.toFixed(2)}</text>`;
    });
    const own = `<use href="#p${i}" x="${x}" y="${y}"/>`;
    const bar = `<path d="M${x + side + between / 2} ${y}v${side}" stroke="${line}" stroke-width="1"/>`;
    return [own, bar, ...others, label].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="${page}"/>`,
    `<defs>${defs.join('')}</defs>`,
    `<text x="${margin}" y="36" font-size="15" fill="${text}">${escaped(title)}</text>`,
    `<text x="${margin}" y="58" fill="${quiet}">Left: an image. Right of the line: the images of the trial that are nearest to it, with their similarity (1 = the same).</text>`,
    ...blocks,
    '</svg>',
  ].join('\n');
}

/** The end of a path tells more than its beginning. */
function shortened(name: string, most: number): string {
  const room = Math.max(8, Math.floor(most) - 12);
  return name.length <= room ? name : `…${name.slice(-room)}`;
}

function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
