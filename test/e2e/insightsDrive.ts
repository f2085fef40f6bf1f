import assert from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plainImages } from './images.ts';
import { PanelPage } from './panelPage.ts';
import { type StepResult, Steps } from './steps.ts';
import { until } from './until.ts';
import { answerFileDialog, type Origin, openWorkbench, printLogs, root, runCommand } from './workbench.ts';

const batchSize = 12;
/** The kinds of the painted pictures, in turn. */
const kinds = ['disc', 'bars', 'checks'];

/**
 * What a person does with the insights: labels two batches, looks how it went, takes numbers and pictures along, and has a
 * batch chosen again. Pictures of it go to `.build/screenshots`.
 */
export async function driveInsights(name: string, origin: Origin): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const scratch = mkdtempSync(path.join(tmpdir(), 'nb-'));
  const folder = path.join(scratch, 'photos');
  mkdirSync(folder);
  await plainImages(folder, 60);
  const settings = { 'nextBatch.batchSize': batchSize, 'nextBatch.selector': 'prob-cover' };
  const workbench = await openWorkbench({ name: `insights-${name}`, origin, folder, settings });
  const { page } = workbench;
  const panel = new PanelPage(page);
  const figure = (title: string) => panel.frame.locator('figure', { hasText: title });
  const picture = (what: string): Promise<unknown> =>
    page.screenshot({ path: path.join(root, `.build/screenshots/${name}-${what}.png`) });
  mkdirSync(path.join(root, '.build/screenshots'), { recursive: true });

  try {
    await steps.step('two batches are labeled', async () => {
      let before: string | undefined;
      for (let round = 0; round < 2; round++) {
        await runCommand(page, 'Next Batch: Select Next Batch');
        if (round === 0) await answerFileDialog(page, folder);
        await until(
          'a batch is shown',
          async () =>
            (await panel.frame.locator('.strategy').isVisible()) && (await panel.paths())[0] !== before,
          120_000,
        );
        const picks = await panel.paths();
        before = picks[0];
        await panel.grid.focus();
        if (round === 0) for (const kind of kinds) await panel.addClass(kind);
        await page.keyboard.press('Home');
        for (const image of picks)
          await page.keyboard.press(String(1 + (Number(/\d+/.exec(image)?.[0]) % 3)));
        await panel.frame
          .locator('.progress-line', { hasText: `${(round + 1) * batchSize} labeled` })
          .waitFor();
      }
    });
    await steps.step('Show Insights shows curves, classes and batches', async () => {
      await runCommand(page, 'Next Batch: Show Insights');
      await panel.frame.getByRole('heading', { name: 'Learning curve' }).waitFor({ timeout: 60_000 });
      await panel.frame.locator('.measuring').waitFor({ state: 'detached', timeout: 120_000 });
      for (const title of ['Coverage', 'Class balance', 'Batches'])
        await panel.frame.getByRole('heading', { name: title, exact: true }).waitFor();
      await picture('insights');
    });
    await steps.step('the numbers of a chart can be read as a table', async () => {
      await figure('Learning curve').getByRole('button', { name: 'Show the Numbers' }).click();
      const rows = figure('Learning curve').locator('tbody tr');
      const labels = await rows.locator('td:first-child').allTextContents();
      assert.deepEqual(labels, [String(batchSize), String(2 * batchSize)]);
      await figure('Learning curve').getByRole('button', { name: 'Show the Chart' }).click();
    });
    await steps.step('they are copied as CSV', async () => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await figure('Class balance').getByRole('button', { name: 'Copy as CSV' }).click();
      await panel.status.filter({ hasText: 'Copied as CSV.' }).waitFor();
      const text = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(text.replaceAll('\r', ''), /^Class,Labels\n((disc|bars|checks),\d+\n){3}$/);
    });
    await steps.step('a chart is saved as a picture that stands alone', async () => {
      const file = path.join(scratch, 'curve.svg');
      await figure('Learning curve').getByRole('button', { name: 'Save SVG' }).click();
      const input = page.locator('.quick-input-widget input.input');
      await until('the dialog has a name', async () =>
        (await input.inputValue().catch(() => '')).endsWith('learning-curve.svg'),
      );
      await input.fill(file);
      await page.waitForTimeout(500);
      await page.keyboard.press('Enter');
      await until('the file is there', async () => existsSync(file) && readFileSync(file, 'utf8') !== '');
      const svg = readFileSync(file, 'utf8');
      assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      assert.match(svg, /<style>.*prefers-color-scheme:dark.*<\/style>/);
      assert.doesNotMatch(svg, /<script|href=|style=/);
    });
    await steps.step('how the radius of ProbCover was chosen is drawn', async () => {
      await panel.frame.getByRole('button', { name: 'Show How the Radius of Batch 1 Was Chosen' }).click();
      await figure('Radius of batch 1').locator('svg .mark').waitFor({ state: 'attached' });
      await figure('Radius of batch 1').scrollIntoViewIfNeeded();
      await picture('insights-radius');
    });
    await steps.step('a batch is chosen again, and its images are shown', async () => {
      await panel.frame.getByRole('button', { name: 'Replay Batch 1' }).click();
      await panel.frame.getByText(/Batch 0001 again: the same 12 images/).waitFor({ timeout: 60_000 });
      await panel.frame.getByRole('button', { name: 'Show Batch 1' }).click();
      await panel.grid.waitFor();
      await until('the first batch is shown', async () => (await panel.paths()).length === batchSize);
    });
    await steps.step('the page breaks no rule of its policy', async () => {
      const refused = workbench.console.filter((line) => /Content Security Policy/i.test(line));
      assert.deepEqual(
        refused.filter((line) => /nextBatch|next-batch/i.test(line)),
        [],
      );
    });
  } finally {
    if (steps.hasFailed) {
      await picture('insights-failed').catch(() => {});
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  return steps.results;
}
