// node --import tsx relationsProcess.ts FOLDER WRITER SEED: answers which images show the same, labels, withdraws and takes
// back until it is killed or told to stop (SIGTERM), and says on stdout what it tries, what was acknowledged and what was
// refused, each line written before the next step.
import { createRng } from '../../../src/core/rng.ts';
import { openDataset } from '../../../src/dataset/dataset.ts';
import type { Act, Dataset } from '../../../src/dataset/types.ts';
import { optionsFor } from '../datasetOptions.ts';
import { classOf, imagesPerWriter, relationImages } from './relationsScene.ts';
import { say } from './say.ts';

/** The next thing to do; `undo` and `redo` are told as such. Nothing that another writer could make an act without effect. */
function nextStep(
  dataset: Dataset,
  writer: string,
  count: number,
  below: (n: number) => number,
): Act | 'undo' | 'redo' {
  const own = dataset.relations.answers.filter(({ id }) => id.startsWith(writer));
  const draw = below(20);
  if (draw === 0) return 'undo';
  if (draw === 1) return 'redo';
  if (draw === 2 && own.length > 0) return { kind: 'retract', of: own[below(own.length)].id };
  if (draw < 5) {
    const path = `${writer}/${below(imagesPerWriter)}.jpg`;
    const now = dataset.annotations.get(path);
    const isGiven = now !== undefined && now.label !== '' && now.source === '';
    return isGiven ? { kind: 'flag', path, on: !now.flagged } : { kind: 'label', path, label: classOf(path) };
  }
  const [anchor, ...others] = below(2) === 0 ? drawn(below, 9) : drawn(below, 3);
  const isSame = (path: string): boolean => classOf(path) === classOf(anchor);
  return {
    kind: 'relation',
    id: `${writer}-${count}`,
    query: 'grid',
    anchor,
    same: others.filter(isSame),
    different: others.filter((path) => !isSame(path)),
    unsure: [],
  };
}

/** So many different images, at least two. */
function drawn(below: (n: number) => number, count: number): readonly string[] {
  const found = new Set<string>();
  while (found.size < count) found.add(relationImages[below(relationImages.length)]);
  return [...found];
}

async function answer(folder: string, writer: string, seed: string): Promise<void> {
  const random = createRng(`${writer} ${seed}`);
  let isStopped = false;
  process.on('SIGTERM', () => {
    isStopped = true;
  });
  const dataset = await openDataset(optionsFor(folder, { exclude: [], window: writer }));
  say('ready');
  for (let count = 0; !isStopped; count++) {
    const step = nextStep(dataset, writer, count, (n) => random.below(n));
    say('tried', typeof step === 'string' ? step : step.kind, JSON.stringify(step));
    try {
      const isTurn = step === 'undo' || step === 'redo';
      const isDone = isTurn
        ? (await dataset[step]()) !== undefined
        : await dataset.act([step]).then(() => true);
      say(isDone ? 'acknowledged' : 'refused');
    } catch {
      say('refused');
    }
  }
  await dataset.close();
}

const [folder = '', writer = '', seed = ''] = process.argv.slice(2);
void answer(folder, writer, seed);
