// The demo folder: demo/photos holds generated pictures as they lie in real folders, demo/truth.csv what they show.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { paint } from './paint.mjs';
import { demoVersion, planPictures } from './plan.mjs';

/**
 * Makes the demo in `home` (demo/) unless this version of it is there. Labels that a person gave in it stay until then.
 * Returns the image folder.
 * @param {string} home @param {{ say: (line: string) => void, onProgress?: (done: number, total: number) => void }} options
 */
export async function ensureDemo(home, { say, onProgress = () => {} }) {
  const photos = path.join(home, 'photos');
  const stamp = path.join(home, '.version');
  if (readText(stamp) === String(demoVersion)) return photos;
  say('Making the demo folder ...');
  const started = performance.now();
  // Built beside it and renamed, so that a demo folder is always whole.
  const fresh = `${home}.${process.pid}`;
  try {
    await writeDemo(fresh, onProgress);
    rmSync(home, { recursive: true, force: true });
    renameSync(fresh, home);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  say(`Made ${planPictures().length} pictures in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  return photos;
}

/** @param {string} home @param {(done: number, total: number) => void} onProgress */
export async function writeDemo(home, onProgress) {
  const pictures = planPictures();
  const photos = path.join(home, 'photos');
  for (const picture of pictures)
    mkdirSync(path.dirname(path.join(photos, picture.path)), { recursive: true });
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < pictures.length) {
      const picture = pictures[next++];
      writeFileSync(path.join(photos, picture.path), await paint(picture));
      onProgress(++done, pictures.length);
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  await writeBroken(photos, pictures);
  const rows = pictures.map(({ path: name, label }) => `${name},${label}`).sort();
  writeFileSync(path.join(home, 'truth.csv'), `path,label\n${rows.join('\n')}\n`);
  writeFileSync(path.join(home, '.version'), String(demoVersion));
}

/** Files as a crashed camera and a careless copy leave them. */
async function writeBroken(photos, pictures) {
  const whole = await paint({
    ...pictures[0],
    format: 'png',
    width: 320,
    height: 240,
    copy: '',
    orientation: 1,
  });
  const folder = path.join(photos, '2024-09');
  writeFileSync(path.join(folder, 'IMG_9001.jpg'), '');
  writeFileSync(path.join(folder, 'IMG_9002.png'), whole.subarray(0, 600));
  writeFileSync(path.join(folder, 'IMG_9003.jpg'), 'Shopping list: apples, bread, a new camera.\n');
  writeFileSync(path.join(folder, 'IMG_9004.webp'), Buffer.alloc(2048, 7));
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
