import { building, vehicle } from './city.mjs';
import { fish, flower, leaf, sunset } from './nature.mjs';
import { face, tiles } from './playful.mjs';
import { createDraws } from './random.mjs';

/** Rises with every change of what is drawn, so that an older demo folder is made again. */
export const demoVersion = 1;

/** How many pictures of each class: as uneven as real folders are, which is where random choice wastes labels. */
const classes = [
  { name: 'sunset', scene: sunset, count: 170 },
  { name: 'building', scene: building, count: 140 },
  { name: 'leaf', scene: leaf, count: 110 },
  { name: 'flower', scene: flower, count: 80 },
  { name: 'vehicle', scene: vehicle, count: 60 },
  { name: 'fish', scene: fish, count: 35 },
  { name: 'face', scene: face, count: 18 },
  { name: 'tiles', scene: tiles, count: 12 },
];

const months = ['2024-03', '2024-06', '2024-09', '2024-12', '2025-04', '2025-08'];
const sizes = [
  { share: 0.62, sides: [320, 240] },
  { share: 0.84, sides: [240, 320] },
  { share: 0.93, sides: [640, 480] },
  { share: 0.97, sides: [40, 30] },
  { share: 1, sides: [1600, 1200] },
];
const formats = [
  { share: 0.76, format: 'jpg' },
  { share: 0.85, format: 'png' },
  { share: 0.93, format: 'webp' },
  { share: 0.955, format: 'gif' },
  { share: 0.975, format: 'tiff' },
  { share: 0.99, format: 'bmp' },
  { share: 1, format: 'avif' },
];

/**
 * @typedef {object} Picture
 * @property {string} path in the image folder; says nothing about the class
 * @property {string} label
 * @property {string} svg
 * @property {number} width of the file, before any EXIF turn
 * @property {number} height
 * @property {string} format
 * @property {string} extension of the file name; for two files not the format's own
 * @property {number} noise strength, 0 to 24 grey levels
 * @property {number} seed of the noise
 * @property {number} orientation EXIF, 1 = as stored
 * @property {'' | 'crop' | 'encode'} copy how it differs from the picture it nearly repeats
 */

/** What to draw, in the order of its files: a plan depends on nothing but its seed. @returns {Picture[]} */
export function planPictures(seed = 1) {
  const draws = createDraws(seed);
  const drawn = classes.flatMap(({ name, scene, count }) =>
    Array.from({ length: count }, () => onePicture(draws, name, scene)),
  );
  const plain = drawn.filter(
    (picture) => picture.format === 'jpg' && picture.width >= 240 && picture.width < 1600,
  );
  const copies = draws
    .shuffle(plain)
    .slice(0, 40)
    .map((picture, i) => ({ ...picture, orientation: 1, copy: i % 2 === 0 ? 'crop' : 'encode' }));
  const pictures = draws.shuffle([...drawn, ...copies]);
  return pictures.map((picture, i) => {
    const number = String(1001 + i * 3).padStart(4, '0');
    return { ...picture, path: `${draws.pick(months)}/IMG_${number}.${picture.extension}` };
  });
}

function onePicture(draws, label, scene) {
  const { sides } = byShare(draws, sizes);
  const { format } = sides[0] === 1600 ? { format: 'jpg' } : byShare(draws, formats);
  return {
    path: '',
    label,
    svg: scene(draws),
    width: sides[0],
    height: sides[1],
    format,
    extension: format === 'png' && draws.chance(0.05) ? 'jpg' : format,
    noise: sides[0] < 1600 && draws.chance(0.5) ? draws.int(4, 24) : 0,
    seed: draws.int(0, 0xffffff),
    orientation: format === 'jpg' && draws.chance(0.06) ? draws.pick([3, 6, 8]) : 1,
    copy: '',
  };
}

function byShare(draws, list) {
  const at = draws.next();
  return list.find(({ share }) => at < share) ?? list[list.length - 1];
}
