// node --import tsx labelingProcess.ts FOLDER WRITER SEED: labels until it is killed or told to stop (SIGTERM), and says
// on stdout what it tries, what was acknowledged and what was refused, each line written before the next step.
import { createRng } from '../../../src/core/rng.ts';
import { openDataset } from '../../../src/dataset/dataset.ts';
import { optionsFor } from '../datasetOptions.ts';
import { driverClasses, imagesPerWriter } from './driver.ts';
import { say } from './say.ts';

async function label(folder: string, writer: string, seed: string): Promise<void> {
  const random = createRng(`${writer} ${seed}`);
  let isStopped = false;
  process.on('SIGTERM', () => {
    isStopped = true;
  });
  const dataset = await openDataset(optionsFor(folder, { exclude: [], window: writer }));
  say('ready');
  while (!isStopped) {
    const path = `${writer}/${random.below(imagesPerWriter)}.jpg`;
    const now = dataset.annotations.get(path)?.label;
    // Another label than it has: an act that changes nothing is not written, so it could not be looked for.
    const choices = driverClasses.filter((name) => name !== now);
    const chosen = choices[random.below(choices.length)];
    say('tried', path, chosen);
    try {
      await dataset.act([{ kind: 'label', path, label: chosen }]);
      say('acknowledged');
    } catch {
      say('refused');
    }
  }
  await dataset.close().catch(() => undefined); // A full disk: what was acknowledged is in the journal all the same.
}

const [folder = '', writer = '', seed = ''] = process.argv.slice(2);
void label(folder, writer, seed);
