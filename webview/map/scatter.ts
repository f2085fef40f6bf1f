import type { ScatterLook } from './drawing/look.ts';
import type { View } from './drawing/view.ts';
import type { RendererName } from './gpu/screen.ts';
import type { MapLabel } from './labelLayer.ts';
import { Plot } from './plot.ts';
import type { SelectHow, Tool } from './pointing/gestures.ts';
import type { Direction } from './pointing/neighbor.ts';
import type { ScatterEvents } from './scatterEvents.ts';

export type { MapLabel, ScatterEvents, ScatterLook, SelectHow, Tool };

/** The scatter plot of up to a million points: data in, events out. */
export interface Scatter {
  /** As large as its parent; it takes the focus when clicked, and listens to no key but Escape while a line is drawn. */
  readonly element: HTMLElement;
  /** N x 2, NaN = none, y upwards. The same N again = they moved: they go there, and a view that a person chose stays. */
  setPoints(points: Float32Array): void;
  setLook(look: ScatterLook): void;
  /** N, 1 = selected: drawn last, the others fade. */
  setSelected(marks: Uint8Array | undefined): void;
  /** The point with a ring, brought into view when it is another; -1 = none. */
  setCursor(row: number): void;
  setTool(tool: Tool): void;
  /** The first ones have the first choice of place. */
  setLabels(labels: readonly MapLabel[]): void;
  /** Contours of how dense the points lie. */
  setDensity(on: boolean): void;
  /** Shows some points as large as can be, or all. */
  fit(rows?: ArrayLike<number>): void;
  /** Around the middle. */
  zoom(factor: number): void;
  /** Moves the picture by CSS pixels. */
  pan(dx: number, dy: number): void;
  /** The nearest point that is drawn, in a direction; from no row (-1) the one nearest to the middle; -1 = none. */
  neighbor(row: number, direction: Direction): number;
  /** What is in the middle, and CSS pixels per unit. */
  readonly view: View;
  setView(view: View): void;
  dispose(): void;
}

/** Makes a scatter plot: attach its element, set points and look, and dispose it at the end. */
export function createScatter(
  events: ScatterEvents,
  { renderer = 'auto' }: { readonly renderer?: RendererName } = {},
): Scatter {
  return new Plot(events, renderer);
}
