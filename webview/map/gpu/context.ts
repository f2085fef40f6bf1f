/** Renderers that are programs of the processor: our own is quicker. */
const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** A WebGL2 context of a canvas; undefined = there is none, or (unless `isForced`) none of a real GPU. */
export function contextOf(canvas: HTMLCanvasElement, isForced: boolean): WebGL2RenderingContext | undefined {
  const gl = canvas.getContext('webgl2', {
    antialias: false,
    depth: false,
    powerPreference: 'high-performance',
    failIfMajorPerformanceCaveat: !isForced,
  });
  if (gl === null) return undefined;
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const name = names === null ? '' : String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL));
  return isForced || !software.test(name) ? gl : undefined;
}
