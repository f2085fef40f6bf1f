import type { SimulationReport } from './simulation.ts';

/** How the curve of a strategy looks. */
export interface LineStyle {
  readonly color: string;
  /** As `stroke-dasharray`. */
  readonly dash: string;
}

/** Told apart on white and on black, also by the color blind (Okabe and Ito 2008, two of them darkened). */
const colors = ['#0b7bc1', '#d55e00', '#009e73', '#c05f93', '#c98a00', '#4aa8dd', '#8a63d2'];
const dashes = ['none', '7 3', '2 3', '9 3 2 3'];
const referenceStyle: LineStyle = { color: '#838a93', dash: '4 3' };

export const styleSheet = [
  'text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif}',
  '.title{font-weight:600;font-size:13px}',
  '.paper{fill:#ffffff}.ink{fill:#1f2328}.faint{fill:#59636e}.grid{stroke:#d8dee4}.axis{stroke:#59636e}',
  '.halo{stroke:#ffffff;stroke-width:3px;paint-order:stroke}',
  '@media (prefers-color-scheme:dark){',
  '.paper{fill:#1b1f24}.ink{fill:#e6edf3}.faint{fill:#a0a8b1}.grid{stroke:#363c44}.axis{stroke:#a0a8b1}.halo{stroke:#1b1f24}}',
].join('');

/** A style per strategy name; the best over all simulations come first, and the reference is always grey. */
export function lineStyles(reports: readonly SimulationReport[]): ReadonlyMap<string, LineStyle> {
  const areas = new Map<string, number>();
  for (const { strategies } of reports)
    for (const { strategy, heads } of strategies)
      for (const head of Object.values(heads))
        areas.set(strategy.name, (areas.get(strategy.name) ?? 0) + head.area.mean);
  const references = new Set(reports.map(({ reference }) => reference));
  const names = [...areas].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const styles = new Map<string, LineStyle>();
  let next = 0;
  for (const name of names) {
    if (references.has(name)) {
      styles.set(name, referenceStyle);
      continue;
    }
    const dash = dashes[Math.floor(next / colors.length) % dashes.length];
    styles.set(name, { color: colors[next % colors.length], dash });
    next++;
  }
  return styles;
}

/** A coordinate, without digits that no screen shows. */
export function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** Names are data: none may end a tag, or hold a character that XML refuses. */
export function escapeXml(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?').replaceAll(/[<>&"]/g, (letter) => entities[letter]);
}
