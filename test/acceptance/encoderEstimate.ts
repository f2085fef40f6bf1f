// The estimate of a trial beside the time that the folder then really takes, thumbnails included.
//   node --import tsx test/acceptance/encoderEstimate.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { listImages, unpack } from '../support/imageSets.ts';
import { report, skip } from '../support/measurement.ts';
import { describeMobileNet, mobileNetFile } from '../support/mobileNet.ts';

/** An estimate within this factor of the truth, on either side, tells a minute from an hour. */
const factor = 2;

async function main(): Promise<void> {
  const folder = unpack('images/caltech101-40.tar');
  const network = mobileNetFile();
  if (folder === undefined || network === undefined)
    return skip('encoder estimate', 'the images or the second encoder are not here');
  const work = mkdtempSync(path.join(tmpdir(), 'next-batch-estimate-'));
  const images = listImages(folder);
  const { workerFile } = await buildEngine();
  const context = { signal: new AbortController().signal, progress: () => undefined };
  for (const model of ['builtin', describeMobileNet(network, path.join(work, 'encoder'))]) {
    const engine = createEngine({ workerFile, mediaFolder, threads: 2 });
    const encoder = { model };
    const cache = path.join(work, model === 'builtin' ? 'a' : 'b');
    const trial = await engine.tryEncoder({ encoder, images, cache, seed: 0, theme: 'dark' }, context);
    const { seconds } = await engine.embed({ images, encoder, cache, thumbnails: true }, context);
    await engine.close();
    const ratio = trial.secondsLeft / seconds;
    report({
      item: `encoder estimate: ${trial.encoder.name}, ${images.length} photos, estimate over real time (${seconds.toFixed(1)} s)`,
      value: Number(ratio.toFixed(2)),
      unit: 'times',
      target: `${1 / factor} to ${factor}`,
      pass: ratio >= 1 / factor && ratio <= factor,
    });
  }
  for (const done of [work, folder]) rmSync(done, { recursive: true, force: true });
}

void main();
