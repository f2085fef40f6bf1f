/** The stage, and the image at 100 % (one image pixel on one screen pixel), both in CSS pixels. */
export interface Frame {
  readonly stageWidth: number;
  readonly stageHeight: number;
  readonly width: number;
  readonly height: number;
}

/** How the single image is placed: 1 is 100 %; x and y move its middle away from that of the stage, in CSS pixels. */
export interface Zoom {
  readonly mode: 'fit' | 'actual' | 'free';
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const largest = 40;

/** The whole image, as large as the stage allows. */
export function fitted(frame: Frame): Zoom {
  return { mode: 'fit', scale: fitScale(frame), x: 0, y: 0 };
}

/** 100 %, keeping what lies at (px, py), counted from the middle of the stage, where it is. */
export function actual(frame: Frame, zoom: Zoom, px = 0, py = 0): Zoom {
  return { ...scaled(frame, zoom, 1, px, py), mode: 'actual' };
}

/** Where the next image begins: fit stays fit, 100 % stays 100 %, and anything else is fit again. */
export function opened(frame: Frame, { mode }: Zoom): Zoom {
  return mode === 'actual' ? actual(frame, fitted(frame)) : fitted(frame);
}

/** Zooms by a factor around (px, py), counted from the middle of the stage. Never smaller than fit or 100 %. */
export function zoomBy(frame: Frame, zoom: Zoom, factor: number, px: number, py: number): Zoom {
  const whole = fitScale(frame);
  const scale = Math.min(Math.max(largest, whole), Math.max(Math.min(whole, 1), zoom.scale * factor));
  return Math.abs(scale - whole) < whole * 1e-6 ? fitted(frame) : scaled(frame, zoom, scale, px, py);
}

/** Moves the image, never so far that there is a gap between it and the stage; one that fits stays in the middle. */
export function panBy(frame: Frame, zoom: Zoom, dx: number, dy: number): Zoom {
  const limit = (value: number, size: number, stage: number): number => {
    const most = Math.max(0, (size * zoom.scale - stage) / 2);
    return Math.min(most, Math.max(-most, value));
  };
  return {
    ...zoom,
    x: limit(zoom.x + dx, frame.width, frame.stageWidth),
    y: limit(zoom.y + dy, frame.height, frame.stageHeight),
  };
}

/** The same look at the image after the stage has changed its size. */
export function resized(frame: Frame, zoom: Zoom): Zoom {
  return zoom.mode === 'fit' ? fitted(frame) : panBy(frame, zoom, 0, 0);
}

function scaled(frame: Frame, zoom: Zoom, scale: number, px: number, py: number): Zoom {
  const ratio = scale / zoom.scale;
  const moved: Zoom = {
    mode: 'free',
    scale,
    x: px - (px - zoom.x) * ratio,
    y: py - (py - zoom.y) * ratio,
  };
  return panBy(frame, moved, 0, 0);
}

function fitScale({ stageWidth, stageHeight, width, height }: Frame): number {
  return Math.min(stageWidth / Math.max(1, width), stageHeight / Math.max(1, height));
}
