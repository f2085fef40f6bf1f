type Place = readonly [x: number, y: number];

/** What is drawn above the points: rings around the cursor and what is under the mouse, and the line of a selection. */
export class Marks {
  readonly element = svg('svg', 'scatter-marks');
  readonly #cursor = ring('is-cursor');
  readonly #hovered = ring('is-hovered');
  readonly #line = svg('path', 'scatter-line');

  constructor() {
    this.element.setAttribute('aria-hidden', 'true');
    this.element.append(this.#line, ...this.#hovered, ...this.#cursor);
  }

  /** Places in CSS pixels; undefined = nowhere. `radius` is that of a point. */
  show(cursor: Place | undefined, hovered: Place | undefined, radius: number): void {
    place(this.#cursor, cursor, Math.max(8, radius + 5));
    place(this.#hovered, hovered, Math.max(5, radius + 2.5));
  }

  /** The line so far (x0, y0, x1, y1, ...), drawn closed. */
  showLine(line: readonly number[] | undefined): void {
    this.#line.setAttribute('d', line === undefined ? '' : `M${line.join(' ')}Z`);
  }
}

function place(circles: readonly SVGElement[], at: Place | undefined, radius: number): void {
  for (const circle of circles) {
    circle.setAttribute('display', at === undefined ? 'none' : '');
    if (at === undefined) continue;
    circle.setAttribute('cx', String(at[0]));
    circle.setAttribute('cy', String(at[1]));
    circle.setAttribute('r', String(radius));
  }
}

function ring(kind: string): readonly SVGElement[] {
  const circles = [svg('circle', `scatter-ring ${kind}`), svg('circle', `scatter-ring is-inner ${kind}`)];
  place(circles, undefined, 0);
  return circles;
}

function svg<K extends keyof SVGElementTagNameMap>(name: K, className: string): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  element.setAttribute('class', className);
  return element;
}
