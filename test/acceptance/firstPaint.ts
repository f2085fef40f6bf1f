// How soon a folder of 50,000 images is seen, in a real VS Code of 1200 x 900: from the Enter that names the folder to
// the frame in which the cells in view are painted, and to the one in which each of them has its picture.
//   node --import tsx test/acceptance/firstPaint.ts
import { paintAfter, watchFirstPaint } from '../e2e/frameClock.ts';
import { openLargePanel } from '../e2e/largePanel.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { until } from '../e2e/until.ts';
import { runCommand } from '../e2e/workbench.ts';
import { median, report, skip } from '../support/measurement.ts';

const item = 'first paint of the grid, 50,000 images';
const runs = 5;
const target = 1000;

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const { workbench, open } = await openLargePanel('first-paint');
  const { page } = workbench;
  const cells: number[] = [];
  const pictures: number[] = [];
  try {
    for (let run = 0; run <= runs; run++) {
      const asked = await open();
      await until('each cell has its picture', async () => {
        await watchFirstPaint(page);
        return paintAfter(workbench.console, asked) !== undefined;
      });
      const painted = paintAfter(workbench.console, asked);
      cells.push((painted?.cells ?? Number.NaN) - asked);
      pictures.push((painted?.pictures ?? Number.NaN) - asked);
      console.error(
        `run ${run}: cells after ${Math.round(cells[run])} ms, pictures after ${Math.round(pictures[run])} ms`,
      );
      await runCommand(page, 'View: Close Editor');
    }
  } finally {
    await workbench.close();
  }
  const tell = (what: string, value: number): void =>
    report({
      item: `${item}: ${what}`,
      value: Math.round(value),
      unit: 'ms',
      target: `<= ${target}`,
      pass: value <= target,
    });
  tell('cells, the first time in this window', cells[0]);
  tell('cells and pictures, the first time in this window', pictures[0]);
  tell(`cells, median of ${runs}`, median(cells.slice(1)));
  tell(`cells and pictures, median of ${runs}`, median(pictures.slice(1)));
}

void main();
