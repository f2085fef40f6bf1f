// What the main job gives on real photos: classes among 40 picks of typiclust against random, and how long it takes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dataFolder, report, skip } from '../support/measurement.ts';
import { describeMobileNet, mobileNetFile } from '../support/mobileNet.ts';

const archive = path.join(dataFolder, 'images/caltech101-40.tar');
const mobileNet = mobileNetFile();
const budget = 40;
const seeds = Array.from({ length: 10 }, (_, seed) => seed);

if (!existsSync(archive)) skip('caltech101-40', `${path.basename(archive)} is not in NEXT_BATCH_DATA`);
else measureAll();

function measureAll(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-caltech-'));
  try {
    execFileSync('tar', ['-xf', archive, '-C', folder]);
    const random = mean(seeds.map((seed) => classesOf(select(folder, 'random', seed))));
    report({
      item: `random: classes among ${budget} picks, mean of 10 seeds`,
      value: random,
      unit: 'classes',
      target: '',
      pass: null,
    });
    measure(folder, 'built-in', 'builtin', random, 3);
    if (mobileNet === undefined) skip('mobilenetv2', 'its network is not in NEXT_BATCH_DATA');
    else measure(folder, 'mobilenetv2', describeMobileNet(mobileNet, `${folder}/.encoder`), random, 5);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(folder: string, name: string, encoder: string, random: number, lead: number): void {
  const embedded = cli(['embed', folder, '--encoder', encoder]) as { seconds: number; embedded: number };
  const rate = embedded.embedded / embedded.seconds;
  report({
    item: `${name}: embed ${embedded.embedded} images`,
    value: round(embedded.seconds),
    unit: 's',
    target: '',
    pass: null,
  });
  report({ item: `${name}: embedding rate`, value: round(rate), unit: 'images/s', target: '', pass: null });
  const each = seeds.map((seed) => classesOf(select(folder, 'typiclust', seed, encoder)));
  report({
    item: `${name}: classes among ${budget} picks of typiclust, mean of 10 seeds`,
    value: round(mean(each)),
    unit: 'classes',
    target: '',
    pass: null,
  });
  const started = performance.now();
  const classes = classesOf(select(folder, 'typiclust', 0, encoder));
  const seconds = (performance.now() - started) / 1000;
  report({
    item: `${name}: select ${budget} with typiclust, whole command`,
    value: round(seconds),
    unit: 's',
    target: '',
    pass: null,
  });
  report({
    item: `${name}: classes among ${budget} picks of typiclust`,
    value: classes,
    unit: 'classes',
    target: `at least ${round(random + lead)} (random's mean + ${lead})`,
    pass: classes >= random + lead,
  });
}

interface Picks {
  readonly picks: readonly { readonly path: string }[];
}

function select(folder: string, selector: string, seed: number, encoder = 'builtin'): Picks {
  const words = [
    '--selector',
    selector,
    '--seed',
    String(seed),
    '--budget',
    String(budget),
    '--encoder',
    encoder,
  ];
  return cli(['select', folder, ...words]) as Picks;
}

/** The class is the folder an image lies in; the program is not told. */
function classesOf({ picks }: Picks): number {
  return new Set(picks.map((pick) => path.dirname(pick.path))).size;
}

function cli(words: readonly string[]): unknown {
  const out = execFileSync(process.execPath, ['dist/cli.js', ...words, '--json', '--quiet'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
