/**
 * Puts a square of pixels around the pixel of each point. `shown` is 0 for all points; for those that are selected, of
 * which each is two vertices, it is 1, and the first vertex is the ring. `layer` is 1 for the background, 0 for what lies on
 * it, 2 for both.
 */
export const vertexShader = `#version 300 es
in vec2 place;
in uint slot;
uniform vec2 origin;
uniform float scale;
uniform vec2 size;
uniform int shown;
uniform int layer;
uniform vec2 sides;
uniform vec3 ring;
uniform sampler2D palette;
flat out vec3 color;
flat out int shape;
flat out int isRing;
void main() {
  vec4 look = texelFetch(palette, ivec2(int(slot) & 1023, int(slot) >> 10), 0);
  int kind = int(look.a * 255.0 + 0.5);
  if (slot == 65535u || (layer < 2 && kind >> 7 != layer)) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 1.0;
    return;
  }
  isRing = shown == 1 && gl_VertexID == 0 ? 1 : 0;
  color = isRing == 1 ? ring : look.rgb;
  shape = kind & 127;
  vec2 pixel = floor(place * scale) + origin + 0.5;
  gl_Position = vec4(pixel.x / size.x * 2.0 - 1.0, 1.0 - pixel.y / size.y * 2.0, 0.0, 1.0);
  gl_PointSize = isRing == 1 ? sides.y : sides.x;
}`;

/** Draws the mask of the shape: the same pixels, covered as much, as without a GPU. */
export const fragmentShader = `#version 300 es
precision highp float;
precision highp int;
flat in vec3 color;
flat in int shape;
flat in int isRing;
uniform vec2 sides;
uniform vec2 tops;
uniform float opacity;
uniform sampler2D masks;
out vec4 result;
void main() {
  float side = isRing == 1 ? sides.y : sides.x;
  ivec2 pixel = ivec2(gl_PointCoord * side);
  int left = shape * int(side);
  int top = int(isRing == 1 ? tops.y : tops.x);
  float covered = texelFetch(masks, ivec2(left, top) + pixel, 0).r * opacity;
  result = vec4(color * covered, covered);
}`;
