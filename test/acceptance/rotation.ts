// A small conv net learns by which quarter turn an image was turned (5,000 images of CIFAR-10), with our own reverse mode.
import { rmSync } from 'node:fs';
import { initialValues } from '../../src/core/autograd/initial.ts';
import { cosine } from '../../src/core/autograd/schedule.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import { isSmall, threads } from '../support/bench.ts';
import { listImages, unpack } from '../support/imageSets.ts';
import { report, skip } from '../support/measurement.ts';
import { readImages, rotationAccuracy, rotationTraining, turned } from '../support/rotations.ts';

const trainingImages = isSmall ? 320 : 5000;
const heldOutImages = isSmall ? 160 : 4992;
const epochs = isSmall ? 1 : 12;
const perStep = 16;
const net = { side: 32, widths: [32, 64, 128], count: 4 * perStep };

void main();

async function main(): Promise<void> {
  const folder = unpack('images/cifar10-test-10000.tar');
  if (folder === undefined) return skip('rotation', 'images/cifar10-test-10000.tar is absent');
  const files = listImages(folder).map(({ file }) => file);
  const rng = createRng('rotation');
  const chosen = [...rng.permutation(files.length)].slice(0, trainingImages + heldOutImages);
  const images = await readImages(
    chosen.map((i) => files[i]),
    net.side,
  );
  rmSync(folder, { recursive: true });

  const kernels = createKernels({ threads });
  const graph = rotationTraining(net);
  const stepsPerEpoch = Math.floor(trainingImages / perStep);
  const steps = epochs * stepsPerEpoch;
  let order = rng.permutation(trainingImages);
  const start = performance.now();
  const { parameters, losses } = await kernels.train(
    graph,
    initialValues(graph.parameters, rng.fork('start')),
    {
      steps,
      rate: cosine(3e-3, steps, stepsPerEpoch),
      batch: (step) => {
        const at = step % stepsPerEpoch;
        if (at === 0) order = rng.permutation(trainingImages);
        return turned(images, order.subarray(at * perStep, (at + 1) * perStep), rng);
      },
      watch: (step, loss) => {
        if ((step + 1) % stepsPerEpoch === 0)
          console.error(
            `epoch ${(step + 1) / stepsPerEpoch}: loss ${loss.toFixed(3)}, ${secondsSince(start)} s`,
          );
        return undefined;
      },
    },
  );
  const seconds = secondsSince(start);
  const heldOut = Array.from({ length: heldOutImages }, (_, i) => trainingImages + i);
  const accuracy = 100 * (await rotationAccuracy(net, parameters, images, heldOut, kernels));

  const what = `rotation net, ${trainingImages} images of 32 x 32 in four turns, ${epochs} epochs`;
  const figure = (
    item: string,
    value: number,
    unit: string,
    target = '',
    pass: boolean | null = null,
  ): void =>
    report({ item: `${what}: ${item}`, value: round(value), unit, target, pass: isSmall ? null : pass });
  figure(
    `accuracy on ${heldOutImages} other images in four turns`,
    accuracy,
    '%',
    '>= 50 (chance: 25)',
    accuracy >= 50,
  );
  figure('training', seconds, 's', '<= 600', seconds <= 600);
  figure('trained', (steps * net.count) / seconds, 'turned images/s');
  figure('loss of the last epoch', mean(losses.subarray(-stepsPerEpoch)), '');
}

function secondsSince(start: number): number {
  return round((performance.now() - start) / 1000);
}

function mean(numbers: Float32Array): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}
