// The page of a scatter plot that stands alone: a test or a measurement holds the plot and hears what it tells.
import { createScatter, type ScatterEvents, type SelectHow } from '../../../webview/map/scatter.ts';

export interface Heard {
  readonly hovered: number[];
  readonly picked: [row: number, how: SelectHow][];
  readonly opened: number[];
  readonly selected: [rows: number[], how: SelectHow][];
  readonly drawn: [drawn: number, of: number][];
}

const heard: Heard = { hovered: [], picked: [], opened: [], selected: [], drawn: [] };
const events: ScatterEvents = {
  onHover: (row) => heard.hovered.push(row),
  onPick: (row, how) => heard.picked.push([row, how]),
  onOpen: (row) => heard.opened.push(row),
  onSelect: (rows, how) => heard.selected.push([[...rows], how]),
  onDrawn: (drawn, of) => heard.drawn.push([drawn, of]),
};

/** Makes a plot as large as the page. */
function make(renderer: 'auto' | 'cpu' | 'webgl2'): void {
  const plot = createScatter(events, { renderer });
  document.body.append(plot.element);
  Object.assign(window, { plot });
}

Object.assign(window, { heard, make });
