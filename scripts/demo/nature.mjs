import { backdrop, canvas, circle, ellipse, glow, hsl, n, path, place, polygon } from './svg.mjs';

const skies = [
  { high: hsl(235, 50, 26), middle: hsl(330, 55, 52), low: hsl(28, 90, 66) },
  { high: hsl(210, 55, 45), middle: hsl(25, 60, 72), low: hsl(45, 95, 72) },
  { high: hsl(265, 40, 30), middle: hsl(350, 65, 58), low: hsl(15, 90, 68) },
  { high: hsl(280, 35, 45), middle: hsl(320, 50, 65), low: hsl(40, 80, 78) },
  { high: hsl(0, 55, 30), middle: hsl(15, 80, 50), low: hsl(45, 95, 62) },
];

/** Layers of hills, or the sea, before a low sun. */
export function sunset(draws) {
  const { high, middle, low } = draws.pick(skies);
  const hills = draws.range(200, 290);
  const [x, y] = [draws.range(60, 340), draws.range(80, 190)];
  const radius = draws.range(16, 44);
  const parts = [backdrop('sky', [high, middle, low]), glow('halo', x, y, radius * 4, hsl(40, 95, 75))];
  parts.push(circle(x, y, radius, hsl(draws.range(35, 55), 100, 85)));
  const layers = draws.int(2, 4);
  const sea = draws.chance(0.35);
  for (let layer = 0; layer < layers; layer++) {
    const base = 170 + (layer * 110) / layers;
    parts.push(path(ridge(draws, base, 34 - layer * 5), hsl(hills, 30, 34 - layer * 8)));
  }
  if (sea) {
    parts.push(`<rect y="225" width="400" height="75" fill="${hsl(hills, 45, 30)}"/>`);
    for (let i = 0; i < 9; i++)
      parts.push(ellipse(x + draws.range(-14, 14), 230 + i * 7, 30 - i * 2, 1.5, hsl(40, 95, 75, 0.8)));
  }
  return parts.join('');
}

function ridge(draws, base, height) {
  const [slow, fast] = [draws.range(0.008, 0.02), draws.range(0.03, 0.07)];
  const [from, to] = [draws.range(0, 6), draws.range(0, 6)];
  const points = [];
  for (let x = 0; x <= canvas.width; x += 10) {
    const y = base - height * Math.sin(slow * x + from) - (height / 3) * Math.sin(fast * x + to);
    points.push(`${n(x)} ${n(y)}`);
  }
  return `M0 300L${points.join('L')}L400 300Z`;
}

/** One to three leaves with their veins, on paper or soil. */
export function leaf(draws) {
  const ground = draws.pick([
    hsl(40, 30, 88),
    hsl(28, 30, 24),
    hsl(200, 15, 80),
    hsl(90, 20, 90),
    hsl(15, 25, 40),
  ]);
  const parts = [`<rect width="400" height="300" fill="${ground}"/>`];
  for (let i = 0; i < 60; i++)
    parts.push(
      circle(
        draws.range(0, 400),
        draws.range(0, 300),
        draws.range(0.5, 2.5),
        hsl(30, 20, draws.range(20, 95), 0.35),
      ),
    );
  const count = draws.int(1, 3);
  for (let i = 0; i < count; i++) {
    const x = count === 1 ? draws.range(150, 250) : 90 + (i * 220) / (count - 1) + draws.range(-20, 20);
    const scale = draws.range(0.8, 1.5) / (count === 1 ? 0.8 : 1.3);
    const turn = draws.range(0, 360);
    const shape = leafShape(draws);
    parts.push(place(x + 5, 157, scale, turn, path(shape.outline, hsl(0, 0, 0, 0.25))));
    parts.push(place(x, 150, scale, turn, shape.drawn));
  }
  return parts.join('');
}

function leafShape(draws) {
  const hue = draws.pick([95, 110, 130, 75, 40, 22, 8]);
  const width = draws.range(35, 62);
  const outline = `M0 100C${n(-width * 1.6)} 40 ${n(-width)} -60 0 -100C${n(width)} -60 ${n(width * 1.6)} 40 0 100Z`;
  const vein = `stroke="${hsl(hue + 15, 50, 75)}" stroke-width="2.5" stroke-linecap="round"`;
  const veins = [path('M0 125L0 -90', 'none', vein)];
  for (let y = 75; y > -75; y -= draws.int(18, 26))
    veins.push(
      path(`M0 ${y}L${n(-width * 0.75)} ${y - 26}M0 ${y}L${n(width * 0.75)} ${y - 26}`, 'none', vein),
    );
  const light = hsl(hue, 55, draws.range(32, 50));
  return { outline, drawn: path(outline, light) + veins.join('') };
}

/** Fish in the water, with light from above. */
export function fish(draws) {
  const water = draws.range(180, 215);
  const parts = [
    backdrop('water', [
      hsl(water, 75, draws.range(55, 72)),
      hsl(water + 10, 80, 32),
      hsl(water + 20, 70, 16),
    ]),
  ];
  for (let i = 0; i < 4; i++) {
    const x = draws.range(0, 360);
    parts.push(
      polygon(
        [
          [x, 0],
          [x + 30, 0],
          [x - 30, 300],
          [x - 110, 300],
        ],
        hsl(water - 20, 90, 90, 0.1),
      ),
    );
  }
  for (let i = 0; i < draws.int(4, 14); i++)
    parts.push(
      circle(
        draws.range(0, 400),
        draws.range(0, 300),
        draws.range(2, 8),
        'none',
        `stroke="${hsl(water, 60, 90, 0.7)}" stroke-width="1.5"`,
      ),
    );
  if (draws.chance(0.5)) parts.push(path('M0 300L0 272Q100 255 210 274T400 266L400 300Z', hsl(42, 45, 62)));
  const count = draws.pick([1, 1, 2, 3]);
  for (let i = 0; i < count; i++) {
    const scale = (draws.range(0.8, 1.3) * 1.2) / Math.sqrt(count);
    const [x, y] = [
      draws.range(110, 290),
      count === 1 ? draws.range(110, 190) : 60 + (i * 180) / (count - 1),
    ];
    const flip = draws.chance(0.5) ? 'scale(-1 1)' : '';
    parts.push(place(x, y, scale, draws.range(-15, 15), `<g transform="${flip}">${oneFish(draws)}</g>`));
  }
  return parts.join('');
}

function oneFish(draws) {
  const hue = draws.pick([18, 42, 330, 50, 5, 285]);
  const tall = draws.range(32, 55);
  const body = hsl(hue, 90, 58);
  const parts = [
    polygon(
      [
        [-65, 0],
        [-108, -38],
        [-96, 0],
        [-108, 38],
      ],
      hsl(hue + 12, 85, 48),
    ),
  ];
  parts.push(path(`M-20 ${n(-tall + 6)}Q10 ${n(-tall - 30)} 38 ${n(-tall + 14)}Z`, hsl(hue + 12, 85, 48)));
  parts.push(ellipse(0, 0, 80, tall, body));
  for (let i = 0; i < draws.int(0, 3); i++)
    parts.push(ellipse(-30 + i * 28, 0, 6, tall * 0.92, draws.pick(['#fff', hsl(hue + 180, 50, 25)])));
  parts.push(circle(52, -10, 10, '#fff'), circle(55, -10, 5, '#111'));
  parts.push(path('M78 8Q66 16 58 12', 'none', 'stroke="#222" stroke-width="3"'));
  return parts.join('');
}

/** One or a few blossoms before a blurred meadow. */
export function flower(draws) {
  const green = draws.range(85, 140);
  const parts = [backdrop('meadow', [hsl(green, 45, draws.range(55, 75)), hsl(green + 15, 45, 28)])];
  for (let i = 0; i < 18; i++)
    parts.push(
      circle(
        draws.range(0, 400),
        draws.range(0, 300),
        draws.range(12, 45),
        hsl(green + draws.range(-40, 40), 60, 70, 0.16),
      ),
    );
  const count = draws.pick([1, 1, 2, 4]);
  for (let i = 0; i < count; i++) {
    const [x, y] = [count === 1 ? draws.range(150, 250) : 60 + (i * 280) / (count - 1), draws.range(95, 165)];
    const stem = `M${n(x)} ${n(y)}Q${n(x + draws.range(-30, 30))} 230 ${n(x + draws.range(-20, 20))} 310`;
    parts.push(
      path(stem, 'none', `stroke="${hsl(green + 10, 55, 25)}" stroke-width="${count === 1 ? 9 : 5}"`),
    );
    parts.push(
      place(x, y, draws.range(0.9, 1.25) / Math.sqrt(count * 0.8), draws.range(0, 90), blossom(draws)),
    );
  }
  return parts.join('');
}

function blossom(draws) {
  const hue = draws.pick([330, 350, 300, 270, 0, 55, 15]);
  const white = draws.chance(0.2);
  const petals = draws.int(5, 14);
  const parts = [];
  for (const [length, lightness] of [
    [82, 55],
    [58, 70],
  ])
    for (let i = 0; i < petals; i++) {
      const turn = (360 * i) / petals + (lightness === 70 ? 180 / petals : 0);
      const fill = white ? hsl(50, 30, lightness + 28) : hsl(hue, 80, lightness);
      parts.push(
        `<g transform="rotate(${n(turn)})">${ellipse(0, -length * 0.55, 150 / petals + 5, length * 0.5, fill)}</g>`,
      );
    }
  parts.push(circle(0, 0, 22, hsl(white ? 48 : hue + 60, 90, 52)));
  for (let i = 0; i < 12; i++)
    parts.push(
      circle(
        14 * Math.cos(i * 2.4) * Math.sqrt(i / 12),
        14 * Math.sin(i * 2.4) * Math.sqrt(i / 12),
        2.2,
        hsl(30, 80, 30),
      ),
    );
  return parts.join('');
}
