import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/datasets.ts';
import type { Driver } from '../support/durability/driver.ts';
import startProcess, { startRelationsProcess } from '../support/durability/processDriver.ts';
import { setRelationsScene } from '../support/durability/relationsScene.ts';
import { relationsFaultsOf } from '../support/durability/relationsVerdict.ts';
import { editAsAnother, setScene } from '../support/durability/scene.ts';
import { faultsOf } from '../support/durability/verdict.ts';

// A few runs of test/acceptance/durability.ts and relationsDurability.ts, so that every test run kills something.

const hasAcknowledged = (driver: Driver, count: number): Promise<void> =>
  vi.waitFor(
    () =>
      expect(driver.attempts.filter(({ outcome }) => outcome === 'acknowledged').length).toBeGreaterThan(
        count,
      ),
    {
      timeout: 30_000,
      interval: 1,
    },
  );

it('a process killed while it labels loses no acknowledged act, and invents none', async () => {
  const folder = temporaryFolder();
  const foreign = setScene(folder);
  const driver = await startProcess({ folder, writer: 'first', seed: 1 });
  await hasAcknowledged(driver, 20);
  await driver.kill();
  expect(await faultsOf(folder, new Map([['first', driver.attempts]]), foreign)).toEqual([]);
});

it('nor do two at once, while a third program edits labels.csv', async () => {
  const folder = temporaryFolder();
  const foreign = setScene(folder);
  const start = (writer: string): Promise<Driver> => startProcess({ folder, writer, seed: 2 });
  const [first, second] = await Promise.all([start('first'), start('second')]);
  for (let turn = 1; turn <= 4; turn++) {
    await hasAcknowledged(first, turn * 20);
    editAsAnother(folder, foreign, turn);
  }
  await first.kill();
  await hasAcknowledged(second, 100);
  await second.stop();
  const attempts = new Map([
    ['first', first.attempts],
    ['second', second.attempts],
  ]);
  expect(await faultsOf(folder, attempts, foreign)).toEqual([]);
  expect([...foreign.values()].filter(({ label }) => label.startsWith('edited'))).not.toEqual([]);
});

it('nor do two that answer which images show the same', async () => {
  const folder = temporaryFolder();
  setRelationsScene(folder);
  const start = (writer: string): Promise<Driver> => startRelationsProcess({ folder, writer, seed: 3 });
  const [first, second] = await Promise.all([start('first'), start('second')]);
  await hasAcknowledged(first, 60);
  await first.kill();
  await hasAcknowledged(second, 120);
  await second.kill();
  const attempts = new Map([
    ['first', first.attempts],
    ['second', second.attempts],
  ]);
  expect(await relationsFaultsOf(folder, attempts)).toEqual([]);
});
