/** Every scene is drawn on this canvas and cut to the size of its file. */
export const canvas = { width: 400, height: 300 };

/** Rounded to a tenth, so that the text of a picture does not depend on the last bits of a sine. */
export function n(value) {
  return String(Math.round(value * 10) / 10);
}

export function hsl(hue, saturation, lightness, alpha = 1) {
  const color = `${n(((hue % 360) + 360) % 360)},${n(saturation)}%,${n(lightness)}%`;
  return alpha === 1 ? `hsl(${color})` : `hsla(${color},${alpha})`;
}

/** A gradient over the whole canvas, from top to bottom. */
export function backdrop(id, colors) {
  const stops = colors.map((color, i) => `<stop offset="${i / (colors.length - 1)}" stop-color="${color}"/>`);
  return `<linearGradient id="${id}" x2="0" y2="1">${stops.join('')}</linearGradient><rect width="400" height="300" fill="url(#${id})"/>`;
}

/** Light in the middle, nothing at the rim. */
export function glow(id, x, y, radius, color) {
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${color}"/><stop offset="1" stop-color="${color}" stop-opacity="0"/></radialGradient><circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="url(#${id})"/>`;
}

export function circle(x, y, radius, fill, more = '') {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}" ${more}/>`;
}

export function ellipse(x, y, rx, ry, fill, more = '') {
  return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${more}/>`;
}

export function rect(x, y, width, height, fill, more = '') {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}" ${more}/>`;
}

export function path(data, fill, more = '') {
  return `<path d="${data}" fill="${fill}" ${more}/>`;
}

export function polygon(points, fill, more = '') {
  return `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="${fill}" ${more}/>`;
}

/** Moves, turns and scales what is drawn around (0, 0). */
export function place(x, y, scale, degrees, inner) {
  return `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(degrees)}) scale(${Math.round(scale * 100) / 100})">${inner}</g>`;
}

export function document(width, height, inner) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 400 300" preserveAspectRatio="xMidYMid slice">${inner}</svg>`;
}
