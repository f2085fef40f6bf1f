import type { Arrangement } from './arrangement.ts';

/** What is drawn, wherever it is looked at from: a new object whenever anything of it is new. */
export interface Picture {
  readonly points: Arrangement;
  /** By drawing order: the slot of each point; `unseen` = it is not drawn. */
  readonly slots: Uint16Array;
  /**
   * By step of drawing how many points it draws: the background of each chunk first, then what lies on it of each chunk.
   * What a person looks for is never under what it is seen against.
   */
  readonly seen: Uint32Array;
  /** By slot: 0x00bbggrr. */
  readonly colors: Uint32Array;
  /** By slot: the number of a shape. */
  readonly shapes: Uint8Array;
  /** By slot: 1 = background. */
  readonly background: Uint8Array;
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
   * Draws as many steps as `budget` milliseconds allow, one at least, and goes on where it stopped when the picture
   * and the frame are the same again. Returns how many steps are drawn.
   */
  draw(picture: Picture, frame: Frame, budget: number): number;
  dispose(): void;
}

export const unseen = 0xffff;
/** How opaque the others are while some points are selected, as a factor. */
export const fading = 0.4;

/** How large and how opaque the background is, as factors. */
const receding = { radius: 0.75, opacity: 0.7 };

/** What is drawn of a picture by one step. */
export type Layer = 'background' | 'front';

/** How opaque a point of a layer is that is not selected. */
export function restOpacity({ selected }: Picture, { opacity }: Frame, layer: Layer): number {
  const own = layer === 'background' ? opacity * receding.opacity : opacity;
  return selected.length > 0 ? own * fading : own;
}

/** The radius of a point of a layer that is not selected, in device pixels. */
export function restRadius({ radius }: Frame, layer: Layer): number {
  return layer === 'background' ? Math.round(4 * radius * receding.radius) / 4 : radius;
}

/** Whether a picture has any points of a layer to draw. */
export function hasLayer({ seen, points: { chunks } }: Picture, layer: Layer): boolean {
  const counts = layer === 'background' ? seen.subarray(0, chunks) : seen.subarray(chunks);
  return counts.some((count) => count > 0);
}
