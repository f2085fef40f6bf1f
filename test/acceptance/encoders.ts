// How much of what a strategy saves comes from the encoder: the same simulation with two encoders, and with a random
// projection of the pixels as the floor (the ablation of feature quality of the zero-shot paper, arXiv 2401.01690).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listImages, unpack } from '../support/imageSets.ts';
import { report, skip } from '../support/measurement.ts';
import { describeMobileNet, mobileNetFile } from '../support/mobileNet.ts';
import { accuracyOf, openSimulator, percent, reportCurves, strategyNamed } from '../support/simulator.ts';

const perClass = [1, 2, 5, 10, 20];
const heads = ['softmax', '1nn'] as const;

async function main(): Promise<void> {
  const folder = unpack('images/caltech101-40.tar');
  const network = mobileNetFile();
  if (folder === undefined || network === undefined) {
    skip('encoders', 'the images or the second encoder are not here');
    return;
  }
  const work = mkdtempSync(path.join(tmpdir(), 'next-batch-encoders-'));
  const images = listImages(folder);
  const classOf = (name: string): string => path.basename(path.dirname(name));
  const classes = [...new Set(images.map((image) => classOf(image.path)))].sort();
  const simulator = await openSimulator();
  const curves = [];
  for (const model of ['builtin', describeMobileNet(network, path.join(work, 'encoder')), 'pixels']) {
    const result = await simulator.onFolder({
      source: { kind: 'folder', images, encoder: { model }, cache: path.join(work, 'cache') },
      classes,
      truth: Int32Array.from(images, (image) => classes.indexOf(classOf(image.path))),
      strategies: ['random', 'k-center', 'typiclust', 'max-herding'].map((name) => strategyNamed(name)),
      budgets: perClass.map((count) => count * classes.length),
      seeds: [0, 1, 2],
      heads,
    });
    reportCurves(`caltech101-40, ${result.encoder?.name}`, result);
    curves.push(result.report);
  }
  await simulator.close();
  for (const done of [work, folder]) rmSync(done, { recursive: true, force: true });

  const [, , floor] = curves;
  for (const head of heads) {
    const last = perClass.length - 1;
    const least = Math.min(...curves.slice(0, 2).map((found) => accuracyOf(found, 'random', head, last)));
    const above = least - accuracyOf(floor, 'random', head, last);
    report({
      item: `caltech101-40, the worse encoder over pixels, random, ${head}, ${perClass[last]} per class`,
      value: percent(above),
      unit: 'points',
      target: 'above 0',
      pass: above > 0,
    });
  }
}

void main();
