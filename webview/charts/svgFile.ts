/** Of a picture that stands alone: what the style sheet of the page does, with colors of its own for light and dark. */
const style = [
  'text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif}',
  '.line{fill:none;stroke-width:2;stroke-linejoin:round}.line.second{stroke-dasharray:7 3}',
  '.line.third{stroke-dasharray:2 3}.line.quiet{stroke-dasharray:5 4}',
  '.band{fill-opacity:.16}.hit{fill:none}.grid,.axis,.mark{stroke-width:1}.mark{stroke-dasharray:2 3}',
  ...colors({
    paper: '#ffffff',
    ink: '#1f2328',
    faint: '#59636e',
    grid: '#d8dee4',
    first: '#0b6bb0',
    second: '#c05000',
    third: '#00805c',
    quiet: '#6b7280',
  }),
  '@media (prefers-color-scheme:dark){',
  ...colors({
    paper: '#1b1f24',
    ink: '#e6edf3',
    faint: '#a0a8b1',
    grid: '#363c44',
    first: '#58a6e8',
    second: '#f0883e',
    third: '#3fb98f',
    quiet: '#9aa3ad',
  }),
  '}',
].join('');

function colors(
  of: Readonly<Record<'paper' | 'ink' | 'faint' | 'grid' | 'first' | 'second' | 'third' | 'quiet', string>>,
): string[] {
  const series = (['first', 'second', 'third', 'quiet'] as const).map(
    (look) => `.line.${look}{stroke:${of[look]}}.band.${look},.point.${look},.bar.${look}{fill:${of[look]}}`,
  );
  return [
    `.paper{fill:${of.paper}}.ink{fill:${of.ink}}.faint{fill:${of.faint}}`,
    `.grid{stroke:${of.grid}}.axis,.mark{stroke:${of.faint}}`,
    ...series,
  ];
}

/** Attributes that mean something on a page only. */
const ofThePage = ['tabindex', 'data-series', 'data-index'];

/**
 * A chart of the page as a file of its own: styles resolved, for light and dark, no script, nothing loaded. `description`
 * is said to who cannot see it.
 */
export function svgFile(chart: SVGSVGElement, description: string): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('role', 'img');
  for (const element of [copy, ...copy.querySelectorAll('*')])
    for (const name of ofThePage) element.removeAttribute(name);
  const comments = document.createNodeIterator(copy, NodeFilter.SHOW_COMMENT);
  for (let node = comments.nextNode(); node; node = comments.nextNode()) node.parentNode?.removeChild(node);
  const title = document.createElementNS(copy.namespaceURI, 'desc');
  title.textContent = description;
  copy.prepend(title);
  // As text: a style element would be refused by the policy of the page.
  return new XMLSerializer()
    .serializeToString(copy)
    .replace('<desc', `<style>${style}</style><desc`)
    .replaceAll(/>\s+</g, '><');
}
