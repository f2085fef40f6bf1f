import { appendFileSync } from 'node:fs';
import { createRng } from '../../../src/core/rng.ts';
import { open } from '../../extension/world.ts';
import { driverClasses, imagesPerWriter } from '../../support/durability/driver.ts';
import { readOrders, untilGo } from './orders.ts';

/**
 * Labels as fast as its acts are acknowledged, through the session that the panel uses, until the extension host is
 * killed. Says what it tries and what was acknowledged, each line written before the next step.
 */
export async function run(): Promise<void> {
  const orders = readOrders();
  if (orders === undefined) return;
  const say = (...words: readonly (string | number)[]): void =>
    appendFileSync(orders.log, `${JSON.stringify(words)}\n`);
  const random = createRng(orders.seed);
  const session = await open(orders.folder);
  say('ready', process.pid);
  await untilGo(orders);
  for (;;) {
    const path = `first/${random.below(imagesPerWriter)}.jpg`;
    const now = session.dataset.annotations.get(path)?.label;
    const choices = driverClasses.filter((name) => name !== now);
    const label = choices[random.below(choices.length)];
    say('tried', path, label);
    await session.act([{ kind: 'label', path, label }]);
    say('acknowledged');
  }
}
