// Opens a folder of 100,000 images with 20,000 labels in a real VS Code, looks at it again and labels in it: how long the
// extension host is held up, and how much memory it takes.
//   node --import tsx test/acceptance/openLarge.ts
import { openHostRunner } from '../e2e/hostRun.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { largeFolder } from '../support/largeFolder.ts';
import { median, report, skip } from '../support/measurement.ts';

const item = 'open large: extension host with 100,000 images and 20,000 labels';
const mostStallMs = 100;
const mostMegabytes = 150;

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const { folder } = await largeFolder({ images: 100_000, folders: 1000, labels: 20_000 });
  const lines = await measure(folder);
  const found = new Map(lines.filter(([word]) => word === 'open').map(([, part, count]) => [part, count]));
  if (found.get('images') !== 100_000 || found.get('labels') !== 20_000)
    throw new Error(`Opened ${JSON.stringify([...found])}.`);
  for (const [word, part, value] of lines) {
    const number = Math.round(Number(value) * 10) / 10;
    if (word === 'took')
      report({ item: `${item}, ${part}`, value: number, unit: 'ms', target: '', pass: null });
    if (word === 'stall')
      report({
        item: `${item}, ${part}: longest stall of the event loop`,
        value: number,
        unit: 'ms',
        target: part === 'nothing' ? '' : `< ${mostStallMs}`,
        pass: part === 'nothing' ? null : number < mostStallMs,
      });
    if (word === 'memory')
      report({
        item: `${item}: growth of resident memory, ${part}`,
        value: number,
        unit: 'MB',
        target: `<= ${mostMegabytes}`,
        pass: number <= mostMegabytes,
      });
  }
  const acts = lines.filter(([word]) => word === 'act').map(([, , ms]) => Number(ms));
  report({
    item: `${item}: label acknowledged, p50`,
    value: Math.round(median(acts) * 100) / 100,
    unit: 'ms',
    target: '',
    pass: null,
  });
}

/** What the program in the extension host said. */
async function measure(folder: string): Promise<readonly (readonly (string | number)[])[]> {
  const runner = await openHostRunner('openLarge');
  try {
    const run = await runner.start({ folder, seed: 1 });
    const ended = runner.ended();
    run.go();
    const code = await ended;
    if (code !== 0) throw new Error(`The program in the extension host ended with code ${code}.`);
    return run.lines();
  } finally {
    await runner.close();
  }
}

void main();
