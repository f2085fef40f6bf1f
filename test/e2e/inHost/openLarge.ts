import assert from 'node:assert';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { run as command, open, sessionOf, theExtension } from '../../extension/world.ts';
import { readOrders, untilGo } from './orders.ts';

const acts = 100;
const restMs = 300;

/**
 * Opens a large folder in a panel, looks at it again, labels in it; says for each part how long the extension host was
 * held up at most, and how much memory it took. Each line is a word, the part, and a number.
 */
export async function run(): Promise<void> {
  const orders = readOrders();
  assert.ok(orders);
  const { folder, log } = orders;
  const say = (...words: readonly (string | number)[]): void =>
    appendFileSync(log, `${JSON.stringify(words)}\n`);
  say('ready', process.pid);
  await untilGo(orders);
  await theExtension().activate();
  await command('showLog');
  await wait(5000); // What VS Code does at its own start is over.

  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 100);
  const held = monitorEventLoopDelay({ resolution: 1 });
  held.enable();
  const part = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    await wait(restMs);
    held.reset();
    await wait(20); // The first interval after a reset does not count.
    const start = performance.now();
    await work();
    say('took', name, performance.now() - start);
    await wait(restMs);
    say('stall', name, held.max / 1e6);
  };

  await part('nothing', () => wait(2000));
  await part('open', () => open(folder));
  const session = sessionOf(folder);
  const { dataset } = session;
  await part('first telling of the page', () => wait(4000));
  say('open', 'images', dataset.images.length);
  say('open', 'labels', dataset.annotations.size);
  say('memory', 'once it is shown', (process.memoryUsage.rss() - before) / 1e6);
  await part('rescan, nothing new', () => session.rescan());
  const extra = path.join(folder, 'folder-0000', 'added.bmp');
  writeFileSync(extra, 'not looked into');
  await part('rescan, one image more', () => session.rescan());
  await part('refresh', () => dataset.refresh());
  const unlabeled = dataset.images.filter((image) => !dataset.annotations.has(image.path)).slice(0, acts);
  await part('acts, and labels.csv written', async () => {
    for (const [i, image] of unlabeled.entries()) {
      const start = performance.now();
      await session.act([{ kind: 'label', path: image.path, label: `class ${i % 10}` }]);
      say('act', 'acknowledged', performance.now() - start);
      await wait(20);
    }
    await dataset.flush();
  });
  rmSync(extra);
  await wait(10_000); // Long enough for the memory reducer of V8, which waits for a pause.
  clearInterval(sampling);
  say('memory', 'at most, with looks at the disk and labels', (most - before) / 1e6);
  say('memory', 'ten seconds after the last of these', (process.memoryUsage.rss() - before) / 1e6);
}
