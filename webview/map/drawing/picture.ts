import type { Arrangement } from './arrangement.ts';

/** What is drawn, wherever it is looked at from: a new object whenever anything of it is new. */
export interface Picture {
  readonly points: Arrangement;
  /** By drawing order: the slot of each point; `unseen` = it is not drawn. */
  readonly slots: Uint16Array;
  /** By chunk: how many of its points are drawn. */
  readonly seen: Uint32Array;
  /** By slot: 0x00bbggrr. */
  readonly colors: Uint32Array;
  /** By slot: the number of a shape. */
  readonly shapes: Uint8Array;
  /** Places in the drawing order of the points that are selected and drawn, ascending. */
  readonly selected: Uint32Array;
  /** The color around what is selected. */
  readonly ring: number;
}

/** From where it is looked at, in device pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Where the top left corner of the box of all points is: whole pixels, so that what is moved does not shimmer. */
  readonly originX: number;
  readonly originY: number;
  /** Device pixels per unit. */
  readonly scale: number;
  readonly radius: number;
  /** Of one point, 0 to 1. */
  readonly opacity: number;
  /** Width of the ring around what is selected; 0 = none. */
  readonly ringWidth: number;
}

/** Draws pictures on its canvas. */
export interface Renderer {
  readonly canvas: HTMLCanvasElement;
  /**
   * Draws as many chunks as `budget` milliseconds allow, one at least, and goes on where it stopped when the picture
   * and the frame are the same again. Returns how many chunks are drawn.
   */
  draw(picture: Picture, frame: Frame, budget: number): number;
  dispose(): void;
}

export const unseen = 0xffff;
/** How opaque the others are while some points are selected, as a factor. */
export const fading = 0.4;

/** How opaque a point is that is not selected. */
export function restOpacity({ selected }: Picture, { opacity }: Frame): number {
  return selected.length > 0 ? opacity * fading : opacity;
}
