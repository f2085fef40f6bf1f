// Copies of labeled photos, each saved again in another way: how many of them are kept out of a batch, and how many photos
// that are no copies are.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { prepareCli } from '../support/cli.ts';
import { listImages, unpack } from '../support/imageSets.ts';
import { report, skip } from '../support/measurement.ts';

const archive = 'images/caltech101-40.tar';
const labeledCount = 60;

/** How a photo is saved again, and the share of such copies that must be found; none: a figure to know only. */
const ways: Readonly<
  Record<string, { readonly save: (photo: Sharp, width: number) => Sharp; readonly least?: number }>
> = {
  'JPEG of quality 50': { save: (photo) => photo.jpeg({ quality: 50 }), least: 0.95 },
  PNG: { save: (photo) => photo.png(), least: 0.95 },
  '10 % brighter': { save: (photo) => photo.modulate({ brightness: 1.1 }).jpeg({ quality: 80 }), least: 0.9 },
  'half as wide': { save: (photo, width) => photo.resize(Math.round(width / 2)).jpeg({ quality: 85 }) },
  mirrored: { save: (photo) => photo.flop().jpeg({ quality: 90 }) },
};

void main();

async function main(): Promise<void> {
  const folder = unpack(archive);
  if (folder === undefined) return skip('copies', `${path.basename(archive)} is not in NEXT_BATCH_DATA`);
  try {
    await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string): Promise<void> {
  const cli = await prepareCli();
  const photos = listImages(folder);
  const step = Math.floor(photos.length / labeledCount);
  const labeled = photos.filter((_, i) => i % step === 0).slice(0, labeledCount);
  writeFileSync(
    path.join(folder, 'labels.csv'),
    `path,label\n${labeled.map((photo) => `${photo.path},x\n`).join('')}`,
  );

  const chosen = async (): Promise<{ paths: Set<string>; seconds: number }> => {
    const words = ['select', '--selector', 'random', '--budget', '10000', '--json'];
    const { picks, seconds } = JSON.parse((await cli(words, { directory: folder })).out);
    return { paths: new Set(picks.map((pick: { path: string }) => pick.path)), seconds };
  };
  const before = await chosen();
  const lost = photos.length - labeled.length - before.paths.size;
  report({
    item: 'photos left out where no copies were made',
    value: lost,
    unit: 'photos',
    target: '',
    pass: null,
  });

  mkdirSync(path.join(folder, 'copies'));
  for (const [i, photo] of labeled.entries()) {
    const bytes = readFileSync(photo.file);
    const { width } = await sharp(bytes).metadata();
    for (const [w, { save }] of Object.values(ways).entries())
      await save(sharp(bytes), width).toFile(
        path.join(folder, `copies/${w}-${i}.${w === 1 ? 'png' : 'jpg'}`),
      );
    copyFileSync(photo.file, path.join(folder, `copies/same-${i}.jpg`));
  }
  await cli(['embed'], { directory: folder });
  const { paths, seconds } = await chosen();
  for (const [w, [name, { least }]] of Object.entries(ways).entries()) {
    const kept = [...paths].filter((name) => name.startsWith(`copies/${w}-`)).length;
    const share = 1 - kept / labeled.length;
    report({
      item: `copies found: ${name}`,
      value: Math.round(share * 1000) / 1000,
      unit: 'share',
      target: least === undefined ? '' : `at least ${least}`,
      pass: least === undefined ? null : share >= least,
    });
  }
  const same = [...paths].filter((name) => name.startsWith('copies/same-')).length;
  report({ item: 'equal files chosen', value: same, unit: 'files', target: '0', pass: same === 0 });
  report({
    item: `select from ${photos.length + 6 * labeled.length} images, hashes of suspects made`,
    value: Math.round(seconds * 10) / 10,
    unit: 's',
    target: '',
    pass: null,
  });
}
