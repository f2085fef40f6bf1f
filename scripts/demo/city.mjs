import { backdrop, circle, ellipse, hsl, path, place, polygon, rect } from './svg.mjs';

const skies = [
  { sky: [hsl(210, 60, 60), hsl(200, 60, 88)], night: false },
  { sky: [hsl(250, 45, 28), hsl(330, 50, 55)], night: false },
  { sky: [hsl(230, 50, 8), hsl(230, 45, 24)], night: true },
  { sky: [hsl(205, 10, 62), hsl(205, 12, 82)], night: false },
];

/** A skyline with lit windows, by day, at dusk or at night. */
export function building(draws) {
  const { sky, night } = draws.pick(skies);
  const parts = [backdrop('sky', sky)];
  if (night)
    parts.push(circle(draws.range(40, 360), draws.range(30, 70), draws.range(10, 20), hsl(50, 60, 90)));
  const hue = draws.range(0, 360);
  for (let x = draws.range(-30, 0); x < 400; ) {
    const width = draws.range(38, 90);
    const height = draws.range(90, 265);
    parts.push(
      tower(
        draws,
        x,
        width,
        height,
        hsl(hue + draws.range(-30, 30), draws.range(5, 30), night ? 16 : draws.range(30, 62)),
        night,
      ),
    );
    x += width + draws.range(-4, 8);
  }
  parts.push(rect(0, 288, 400, 12, hsl(220, 10, 22)));
  return parts.join('');
}

function tower(draws, x, width, height, wall, night) {
  const top = 290 - height;
  const parts = [rect(x, top, width, height, wall)];
  if (draws.chance(0.3)) parts.push(rect(x + width / 2 - 1.5, top - 30, 3, 30, wall));
  if (draws.chance(0.25))
    parts.push(
      polygon(
        [
          [x, top],
          [x + width, top],
          [x + width / 2, top - 24],
        ],
        wall,
      ),
    );
  const step = draws.range(12, 18);
  for (let wy = top + 8; wy < 278; wy += step)
    for (let wx = x + 6; wx < x + width - 8; wx += step) {
      const lit = draws.chance(night ? 0.45 : 0.2);
      parts.push(
        rect(wx, wy, step * 0.5, step * 0.55, lit ? hsl(48, 90, 70) : hsl(210, 30, night ? 10 : 78)),
      );
    }
  return parts.join('');
}

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

/** A car, a bus or a truck on a road. */
export function vehicle(draws) {
  const sky = draws.pick([hsl(205, 70, 78), hsl(30, 50, 80), hsl(210, 12, 75), hsl(190, 40, 70)]);
  const parts = [
    rect(0, 0, 400, 200, sky),
    rect(0, 165, 400, 50, hsl(draws.range(40, 120), 35, draws.range(35, 60))),
  ];
  parts.push(rect(0, 200, 400, 100, hsl(220, 6, draws.range(25, 40))));
  const shift = draws.range(0, 60);
  for (let x = -60; x < 400; x += 60) parts.push(rect(x + shift, 268, 34, 6, '#f3e9c8'));
  const color = hsl(draws.pick([0, 215, 48, 140, 25, 280]), draws.range(60, 90), draws.range(38, 55));
  const drawn = draws.pick([car, car, bus, truck])(color);
  const flip = draws.chance(0.5) ? 'scale(-1 1)' : '';
  parts.push(
    place(
      draws.range(150, 250),
      draws.range(225, 240),
      draws.range(0.85, 1.3),
      0,
      `<g transform="${flip}">${drawn}</g>`,
    ),
  );
  return parts.join('');
}

const glass = hsl(200, 45, 82);

function wheels(...places) {
  return places.map((x) => circle(x, 0, 21, '#1b1b1e') + circle(x, 0, 9, '#b9bcc2')).join('');
}

function car(color) {
  const body = path(
    'M-118 -2Q-122 -42 -88 -46L-58 -50Q-38 -88 -4 -88L28 -88Q58 -86 76 -50Q118 -46 118 -20L118 -2Z',
    color,
  );
  const windows =
    polygon(
      [
        [-48, -50],
        [-26, -78],
        [-2, -80],
        [-2, -50],
      ],
      glass,
    ) +
    polygon(
      [
        [6, -50],
        [6, -80],
        [30, -80],
        [62, -50],
      ],
      glass,
    );
  return `${body}${windows}${circle(112, -28, 7, hsl(50, 95, 75))}${wheels(-70, 70)}`;
}

function bus(color) {
  const body = rect(-130, -112, 260, 112, color, 'rx="12"') + rect(-130, -40, 260, 10, '#fff');
  const windows = [-116, -72, -28, 16, 60].map((x) => rect(x, -98, 36, 40, glass, 'rx="4"'));
  return `${body}${windows.join('')}${rect(102, -98, 24, 70, glass)}${wheels(-78, 78)}`;
}

function truck(color) {
  const load = rect(-134, -118, 170, 112, hsl(40, 15, 88)) + rect(-134, -14, 260, 14, '#333');
  return `${load}${path('M44 -6L44 -86L92 -86Q104 -84 122 -46L124 -6Z', color)}${polygon(
    [
      [66, -78],
      [90, -78],
      [108, -48],
      [66, -48],
    ],
    glass,
  )}${wheels(-96, -44, 84)}`;
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

function stripes(draws, x, y, size, palette, parity) {
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
