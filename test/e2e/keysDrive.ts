import assert from 'node:assert';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { plainImages } from './images.ts';
import { journal, labelActs } from './labelFiles.ts';
import { PanelPage } from './panelPage.ts';
import { type StepResult, Steps } from './steps.ts';
import { until } from './until.ts';
import { answerFileDialog, type Origin, openWorkbench, printLogs, runCommand } from './workbench.ts';

const count = 30;
const keysPerSecond = 20;
const classes = ['disc', 'bars', 'checks'];

export interface TypedKeys {
  readonly results: readonly StepResult[];
  /** From the first to the last key. */
  readonly perSecond: number;
}

/** Thirty class keys, twenty a second, in a real VS Code: each is one act, in order. */
export async function driveKeys(name: string, origin: Origin): Promise<TypedKeys> {
  const steps = new Steps();
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-keys-'));
  await plainImages(folder, 60);
  const settings = { 'nextBatch.batchSize': count };
  const workbench = await openWorkbench({ name: `keys-${name}`, origin, folder, settings });
  const { page } = workbench;
  const panel = new PanelPage(page);
  let picked: string[] = [];
  let expected: string[] = [];
  let perSecond = 0;
  try {
    await steps.step('a batch of thirty is there, and three classes', async () => {
      await runCommand(page, 'Next Batch: Select Next Batch');
      await answerFileDialog(page, folder);
      await panel.frame.locator('.strategy').waitFor({ timeout: 120_000 });
      for (const entry of classes) await panel.addClass(entry);
      for (let i = 0; i < 2; i++) await page.keyboard.press('-');
      await until('all of the batch is in view', async () => (await panel.paths()).length === count);
      picked = await panel.paths();
    });
    await steps.step('thirty keys are typed', async () => {
      // Not in turn: a key that is lost and one that is doubled must not make up for each other.
      const keys = picked.map((_, i) => (i * i + Math.floor(i / 7)) % classes.length);
      expected = picked.map((image, i) => `${image}=${classes[keys[i]]}`);
      const started = performance.now();
      for (const [i, key] of keys.entries()) {
        await wait(started + (i * 1000) / keysPerSecond - performance.now());
        perSecond = i / ((performance.now() - started) / 1000);
        await page.keyboard.press(String(key + 1));
      }
    });
    await steps.step('they are thirty acts in the journal, in their order', async () => {
      await until('the last one is there', async () => labelActs(folder).length >= count);
      await wait(1000);
      assert.deepEqual(labelActs(folder), expected);
      const units = journal(folder).filter(({ acts = [] }) => acts.some(({ kind }) => kind === 'label'));
      assert.equal(units.length, count, 'each is an undo unit of its own');
    });
    await steps.step('labels.csv holds the same, sorted, and so does the panel', async () => {
      const rows = expected.map((entry) => `${entry.replace('=', ',')}\n`).toSorted();
      const file = path.join(folder, 'labels.csv');
      await until('labels.csv is complete', async () => readFileSync(file, 'utf8').split('\n').length === 32);
      assert.equal(readFileSync(file, 'utf8'), `path,label\n${rows.join('')}`);
      const shown = await panel.labels();
      assert.deepEqual(
        picked.map((image, i) => `${image}=${shown[i]}`),
        expected,
      );
    });
  } finally {
    if (steps.hasFailed) {
      await page.screenshot({ path: path.join(workbench.logs, 'failed.png') }).catch(() => {});
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { results: steps.results, perSecond };
}
