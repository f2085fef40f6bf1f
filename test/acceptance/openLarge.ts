// Opens folders of 50,000 and of 100,000 images with 20,000 labels in a real VS Code, looks at them again and labels in them:
// how much memory the extension host takes (the target is for 50,000), and how long it is held up (the target is for 100,000).
//   node --import tsx test/acceptance/openLarge.ts
import { openHostRunner } from '../e2e/hostRun.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { largeFolder } from '../support/largeFolder.ts';
import { median, report, skip } from '../support/measurement.ts';

const labels = 20_000;
const sizes = [
  { images: 50_000, judges: 'memory' },
  { images: 100_000, judges: 'stall' },
] as const;
const mostStallMs = 100;
const mostMegabytes = 150;

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip('open large', reason);
  for (const size of sizes) await reportSize(size);
}

async function reportSize({ images, judges }: (typeof sizes)[number]): Promise<void> {
  const count = (value: number): string => value.toLocaleString('en');
  const item = `open large: extension host with ${count(images)} images and ${count(labels)} labels`;
  const { folder } = await largeFolder({ images, folders: 1000, labels });
  const lines = await measure(folder);
  const found = new Map(lines.filter(([word]) => word === 'open').map(([, part, number]) => [part, number]));
  if (found.get('images') !== images || found.get('labels') !== labels)
    throw new Error(`Opened ${JSON.stringify([...found])}.`);
  for (const [word, part, value] of lines) {
    const number = Math.round(Number(value) * 10) / 10;
    if (word === 'took')
      report({ item: `${item}, ${part}`, value: number, unit: 'ms', target: '', pass: null });
    if (word === 'stall') {
      const isJudged = judges === 'stall' && part !== 'nothing';
      report({
        item: `${item}, ${part}: longest stall of the event loop`,
        value: number,
        unit: 'ms',
        target: isJudged ? `< ${mostStallMs}` : '',
        pass: isJudged ? number < mostStallMs : null,
      });
    }
    if (word === 'memory')
      report({
        item: `${item}: growth of resident memory, ${part}`,
        value: number,
        unit: 'MB',
        target: judges === 'memory' ? `<= ${mostMegabytes}` : '',
        pass: judges === 'memory' ? number <= mostMegabytes : null,
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
