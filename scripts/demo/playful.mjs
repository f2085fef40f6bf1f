import { circle, ellipse, hsl, path, place, polygon, rect } from './svg.mjs';

/** A round face with a mood. */
export function face(draws) {
  const hue = draws.range(0, 360);
  const parts = [
    `<rect width="400" height="300" fill="${hsl(hue, draws.range(35, 75), draws.range(60, 88))}"/>`,
  ];
  if (draws.chance(0.5))
    for (let y = 20; y < 300; y += 50)
      for (let x = y % 100 === 20 ? 20 : 45; x < 400; x += 50)
        parts.push(circle(x, y, 8, hsl(hue, 60, 94, 0.6)));
  const skin = draws.pick([48, 48, 46, 30, 100, 200]);
  const inner = [
    circle(4, 8, 100, hsl(0, 0, 0, 0.2)),
    circle(0, 0, 100, hsl(skin, 95, 60)),
    circle(-12, -14, 80, hsl(skin, 100, 70, 0.6)),
  ];
  const open = draws.range(8, 18);
  const gap = draws.range(30, 42);
  const closed = draws.chance(0.2);
  for (const side of [-1, 1])
    inner.push(
      closed
        ? path(
            `M${side * gap - 16} -22Q${side * gap} -42 ${side * gap + 16} -22`,
            'none',
            'stroke="#3a2a10" stroke-width="8" stroke-linecap="round"',
          )
        : ellipse(side * gap, -25, open * 0.8, open, '#3a2a10') +
            circle(side * gap + 3, -29, open * 0.3, '#fff'),
    );
  inner.push(draws.pick(mouths));
  if (draws.chance(0.4))
    inner.push(circle(-62, 18, 15, hsl(350, 90, 65, 0.55)), circle(62, 18, 15, hsl(350, 90, 65, 0.55)));
  if (draws.chance(0.3)) inner.push(hat(draws));
  parts.push(
    place(
      draws.range(140, 260),
      draws.range(125, 175),
      draws.range(0.7, 1.25),
      draws.range(-20, 20),
      inner.join(''),
    ),
  );
  return parts.join('');
}

const pen = 'stroke="#3a2a10" stroke-width="9" stroke-linecap="round"';
const mouths = [
  path('M-45 30Q0 80 45 30', 'none', pen),
  path('M-40 58Q0 20 40 58', 'none', pen),
  path('M-35 45L35 45', 'none', pen),
  path('M-50 25Q0 100 50 25Z', '#7c1d1d'),
  ellipse(0, 48, 18, 24, '#3a2a10'),
];

function hat(draws) {
  const color = hsl(draws.range(0, 360), 60, 40);
  return rect(-85, -92, 170, 16, color) + rect(-52, -150, 104, 62, color) + rect(-52, -104, 104, 12, '#eee');
}

/** A mosaic that fills the picture. */
export function tiles(draws) {
  const hue = draws.range(0, 360);
  const palette = [hsl(hue, 55, 30), hsl(hue + 30, 60, 55), hsl(hue + 180, 50, 60), hsl(hue + 60, 30, 88)];
  const size = draws.range(22, 60);
  const kind = draws.pick([triangles, checks, arcs, stripes]);
  const parts = [rect(0, 0, 400, 300, palette[3])];
  for (let y = 0, row = 0; y < 300; y += size, row++)
    for (let x = 0, column = 0; x < 400; x += size, column++)
      parts.push(kind(draws, x, y, size, palette, row + column));
  return parts.join('');
}

function triangles(draws, x, y, size, palette) {
  const points = draws.chance(0.5)
    ? [
        [x, y],
        [x + size, y],
        [x, y + size],
      ]
    : [
        [x, y],
        [x + size, y + size],
        [x, y + size],
      ];
  return rect(x, y, size, size, draws.pick(palette)) + polygon(points, draws.pick(palette));
}

function checks(draws, x, y, size, palette, parity) {
  return (
    rect(x, y, size, size, palette[parity % 2]) +
    circle(x + size / 2, y + size / 2, size * 0.28, draws.pick(palette))
  );
}

function arcs(draws, x, y, size, palette) {
  const pen = `stroke="${palette[1]}" stroke-width="${size / 5}"`;
  const [cx, cy] = draws.chance(0.5) ? [x, y] : [x + size, y];
  const far = cx === x ? x + size : x;
  return (
    rect(x, y, size + 1, size + 1, palette[0]) +
    `<svg x="${x}" y="${y}" width="${size}" height="${size}" viewBox="${x} ${y} ${size} ${size}">${circle(cx, cy, size / 2, 'none', pen)}${circle(far, y + size, size / 2, 'none', pen)}</svg>`
  );
}

function stripes(_draws, x, y, size, palette, parity) {
  const across = parity % 2 === 0;
  const parts = [rect(x, y, size, size, palette[parity % 3])];
  for (let i = 0; i < 3; i++) {
    const at = (size * (i + 0.25)) / 3;
    parts.push(
      across ? rect(x + at, y, size / 8, size, palette[3]) : rect(x, y + at, size, size / 8, palette[3]),
    );
  }
  return parts.join('');
}
