// The layout of UMAP at 10,000 rows against that of umap-js, from the same neighbors and with as many epochs. `--small` only
// shows that it runs.
import { slice } from '../../src/core/math/matrix.ts';
import { fitCurve } from '../../src/core/projection/curve.ts';
import { descent } from '../../src/core/projection/descent.ts';
import { fuzzySet } from '../../src/core/projection/fuzzySet.ts';
import { fitPca, project } from '../../src/core/projection/pca.ts';
import { jittered, startPoints } from '../../src/core/projection/start.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import {
  benchData,
  interleave,
  isSmall,
  pause,
  reportAtLeast,
  reportLoad,
  secondsOf,
  threads,
} from '../support/bench.ts';
import { skip } from '../support/measurement.ts';
import { umapJs } from '../support/umapJs.ts';

const kernels = createKernels({ threads });
const rows = isSmall ? 1000 : 10_000;
const epochs = 200;
const minDistance = 0.1;

async function main(): Promise<void> {
  reportLoad();
  const X = slice(benchData(), 0, rows);
  const components = await project(await fitPca(X, 50, { kernels, pause }), X, { kernels, pause });
  const neighbors = await kernels.nearest(components, components, 14, { excludeSelf: true });
  const item = `UMAP from neighbors, ${rows} rows, against umap-js`;
  const theirs = umapJs(neighbors, { minDistance, epochs, random: createRng(0).next });
  if (theirs === undefined) return skip(item, 'umap-js is not installed');
  const seconds = await interleave({
    ours: () =>
      secondsOf(async () => {
        const rng = createRng(0);
        const start = jittered(startPoints(components), rng);
        const graph = await fuzzySet(neighbors, pause);
        await descent({ graph, start, curve: fitCurve(minDistance), epochs, rng }).advance(pause);
      }),
    'umap-js': () =>
      secondsOf(() => {
        theirs.initialize();
        theirs.run();
      }),
  });
  reportAtLeast(item, seconds['umap-js'] / seconds.ours, 5);
  reportLoad();
  await kernels.release();
}

void main();
