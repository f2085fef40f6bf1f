/** How the single image is placed: scale 1 fits it into the stage; x and y move its middle, in pixels. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const fit: Zoom = { scale: 1, x: 0, y: 0 };

const largest = 40;

/** Zooms by a factor, keeping what lies at (px, py), counted from the middle of the stage, where it is. */
export function zoomAt(zoom: Zoom, factor: number, px: number, py: number): Zoom {
  const scale = Math.min(largest, Math.max(1, zoom.scale * factor));
  if (scale === 1) return fit;
  const ratio = scale / zoom.scale;
  return { scale, x: px - (px - zoom.x) * ratio, y: py - (py - zoom.y) * ratio };
}

/** Moves the image, never so far that it leaves the stage (`width` x `height` pixels). */
export function pan(zoom: Zoom, dx: number, dy: number, width: number, height: number): Zoom {
  const limit = (value: number, size: number): number => {
    const most = ((zoom.scale - 1) * size) / 2;
    return Math.min(most, Math.max(-most, value));
  };
  return { scale: zoom.scale, x: limit(zoom.x + dx, width), y: limit(zoom.y + dy, height) };
}
