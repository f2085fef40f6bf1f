import assert from 'node:assert';
import { appendFileSync } from 'node:fs';
import { run as command, sessionOf, theExtension } from '../../extension/world.ts';
import { readOrders, untilGo } from './orders.ts';

/** One round of the main job: activate, embed, select, label, select again. Says its pid first and waits for the go. */
export async function run(): Promise<void> {
  const orders = readOrders();
  assert.ok(orders);
  const { folder, log } = orders;
  appendFileSync(log, `${JSON.stringify(['ready', process.pid])}\n`);
  await untilGo(orders);
  await theExtension().activate();
  await command('selectNextBatch', folder);
  const { dataset } = sessionOf(folder);
  const picks = dataset.batch?.picks ?? [];
  assert.ok(picks.length > 0);
  await sessionOf(folder).act(picks.map(({ path }) => ({ kind: 'label', path, label: 'disc' })));
  await command('selectNextBatch', folder);
  await dataset.flush();
  assert.notDeepEqual(dataset.batch?.picks, picks);
}
