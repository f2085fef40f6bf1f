/** Device pixels per CSS pixel of an element, exactly: a canvas of another size would be blurred. */
export function pixelRatio({
  contentRect: { width },
  devicePixelContentBoxSize,
}: ResizeObserverEntry): number {
  const pixels = devicePixelContentBoxSize[0]?.inlineSize ?? 0;
  // Where a browser plays another screen than it has, the box is still that of its own.
  const isOwn = Math.abs(pixels - width * window.devicePixelRatio) < 1.5;
  return isOwn && width > 0 ? pixels / width : window.devicePixelRatio;
}
