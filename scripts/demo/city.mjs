import { backdrop, circle, hsl, path, place, polygon, rect } from './svg.mjs';

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
