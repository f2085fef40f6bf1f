import assert from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PanelPage } from './panelPage.ts';
import { copyPhotos } from './photos.ts';
import { type StepResult, Steps } from './steps.ts';
import { until } from './until.ts';
import {
  answerFileDialog,
  answerQuickPick,
  type Origin,
  openWorkbench,
  printLogs,
  root,
  runCommand,
} from './workbench.ts';

const batchSize = 12;

/**
 * What a person does to choose between strategies: compares three on real photos, looks at a pick, takes one of the
 * batches, labels it, and replays it. A picture of it goes to `.build/screenshots`.
 */
export async function driveCompare(name: string, origin: Origin): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-compare-'));
  const truth = copyPhotos(folder);
  const settings = { 'nextBatch.batchSize': batchSize };
  const workbench = await openWorkbench({ name: `compare-${name}`, origin, folder, settings });
  const { page } = workbench;
  const panel = new PanelPage(page);
  const view = panel.frame.locator('.compare');
  const images = view.getByRole('region', { name: 'Batch of TypiClust' }).locator('.compare-image');
  let picks: (string | null)[] = [];

  try {
    await steps.step(
      'Compare Strategies opens the view, and nothing is embedded or recorded yet',
      async () => {
        await runCommand(page, 'Next Batch: Compare Strategies');
        await answerFileDialog(page, folder);
        await view.getByText(/before one label is spent/).waitFor({ timeout: 60_000 });
        assert.equal(existsSync(path.join(folder, '.next-batch/batches')), false);
      },
    );
    await steps.step(
      'one strategy less, and three are compared: what is missing is embedded first',
      async () => {
        await view.getByRole('button', { name: 'Leave K-Center out' }).click();
        await view.locator('.compare-chooser').getByRole('button', { name: 'Compare' }).click();
        await until(
          'three batches are there',
          async () => (await view.locator('.compare-take').getByRole('button').count()) === 3,
          180_000,
        );
        assert.equal(existsSync(path.join(folder, '.next-batch/batches')), false);
        assert.equal(await images.count(), batchSize);
      },
    );
    await steps.step('a pick is opened large with the keyboard, and Escape comes back', async () => {
      await images.first().focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await panel.frame.locator('.stage').waitFor();
      await page.keyboard.press('Escape');
      await view.locator('table').waitFor();
      await view.getByText(/drawing \d+ of \d+/).waitFor({ timeout: 60_000 });
      await view.getByRole('button', { name: 'Copy as CSV' }).click();
      await panel.status.filter({ hasText: 'Copied the table as CSV.' }).waitFor();
      mkdirSync(path.join(root, '.build/screenshots'), { recursive: true });
      await page.screenshot({ path: path.join(root, `.build/screenshots/${name}-compare.png`) });
    });
    await steps.step('the batch of TypiClust is taken, exactly as it was compared', async () => {
      picks = await images.evaluateAll((buttons) =>
        buttons.map((button) => button.getAttribute('data-path')),
      );
      const column = await view.locator('thead th').allTextContents();
      const n = column.findIndex((text) => text.includes('TypiClust')) - 1;
      await view.locator('.compare-take').getByRole('button').nth(n).click();
      await panel.grid.waitFor();
      for (let i = 0; i < 2; i++) await page.keyboard.press('-');
      await until('all of the batch is in view', async () => (await panel.paths()).length === batchSize);
      assert.deepEqual(await panel.paths(), picks);
      const manifest = JSON.parse(readFileSync(path.join(folder, '.next-batch/batches/0001.json'), 'utf8'));
      assert.equal(manifest.selector, 'typiclust');
    });
    await steps.step(
      'it is labeled like any other batch, and the comparison says that labels changed',
      async () => {
        const [first] = await panel.paths();
        await panel.addClass(truth.get(first) ?? 'other');
        await panel.grid.focus();
        await page.keyboard.press('Home');
        await page.keyboard.press('1');
        await panel.frame.locator('.progress-line', { hasText: '1 labeled' }).waitFor();
        await panel.frame.locator('[data-view=compare]').click();
        await view.getByText(/Labels changed since/).waitFor();
        await view.locator('.compare-take').getByRole('button').first().waitFor();
      },
    );
    await steps.step('replayed, the same images come out', async () => {
      await runCommand(page, 'Next Batch: Replay Batch');
      await answerQuickPick(page, 'Batch 1');
      await panel.frame.getByText(/again: the same 12 images/).waitFor({ timeout: 60_000 });
    });
  } finally {
    if (steps.hasFailed) printLogs(workbench.logs);
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return steps.results;
}
