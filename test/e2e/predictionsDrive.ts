import assert from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PanelPage } from './panelPage.ts';
import { copyPhotos } from './photos.ts';
import { type StepResult, Steps } from './steps.ts';
import { pickTheme, themes } from './themes.ts';
import { until } from './until.ts';
import {
  answerFileDialog,
  answerQuickPick,
  confirm,
  type Origin,
  openWorkbench,
  printLogs,
  root,
  runCommand,
} from './workbench.ts';

const batchSize = 30;

/**
 * What a person does with predictions: labels thirty photos, has the next batch chosen, accepts and hides predicted
 * classes, chooses a strategy, and brings predictions of their own. Pictures of it go to `.build/screenshots`.
 */
export async function drivePredictions(name: string, origin: Origin): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-predictions-'));
  const truth = copyPhotos(folder);
  const classes = [...new Set(truth.values())];
  const settings = { 'nextBatch.batchSize': batchSize };
  const workbench = await openWorkbench({ name: `predictions-${name}`, origin, folder, settings });
  const { page } = workbench;
  const panel = new PanelPage(page);
  const labelOf = (image: string): string | undefined =>
    new Map(readRows(path.join(folder, 'labels.csv'))).get(image);
  const picture = (what: string): Promise<unknown> =>
    page.screenshot({ path: path.join(root, `.build/screenshots/${name}-${what}.png`) });
  mkdirSync(path.join(root, '.build/screenshots'), { recursive: true });
  let first: string[] = [];

  try {
    await steps.step('a batch of thirty is chosen and labeled', async () => {
      await runCommand(page, 'Next Batch: Select Next Batch');
      await answerFileDialog(page, folder);
      await panel.frame.locator('.strategy').waitFor({ timeout: 120_000 });
      for (let i = 0; i < 2; i++) await page.keyboard.press('-');
      await until('all of the batch is in view', async () => (await panel.paths()).length === batchSize);
      first = await panel.paths();
      for (const entry of classes) await panel.addClass(entry);
      for (const image of first)
        await page.keyboard.press(String(classes.indexOf(truth.get(image) ?? '') + 1));
      await panel.frame.locator('.progress-line', { hasText: `${batchSize} labeled` }).waitFor();
    });
    await steps.step('the next batch uses the labels, and says so', async () => {
      await runCommand(page, 'Next Batch: Select Next Batch');
      await until('another batch is shown', async () => (await panel.paths())[0] !== first[0]);
      const second = await panel.paths();
      assert.deepEqual(
        second.filter((image) => first.includes(image)),
        [],
      );
      assert.match((await panel.frame.locator('.strategy').textContent()) ?? '', /label/);
    });
    await steps.step('predicted classes stand on the images, and most are right', async () => {
      await until('every image has a chip', async () => (await panel.predicted()).every(Boolean));
      const guessed = await panel.predicted();
      const shown = await panel.paths();
      const right = shown.filter((image, i) => truth.get(image) === guessed[i]).length;
      assert.ok(right > batchSize / 2, `${right} of ${batchSize} are right`);
      await panel.frame.getByText(/^Head: .*cross-validation$/).waitFor();
    });
    await steps.step('they are legible in every theme', async () => {
      for (const key of ['+', '+', 'ArrowRight']) await page.keyboard.press(key);
      for (const theme of themes) {
        await pickTheme(page, theme);
        await picture(`predictions-${theme.name}`);
      }
    });
    await steps.step('A labels with the predicted class, and Backspace takes it back', async () => {
      await panel.grid.focus();
      for (const key of ['Home', '-', '-']) await page.keyboard.press(key);
      const [image] = await panel.paths();
      const [guess] = await panel.predicted();
      await page.keyboard.press('a');
      await until('the label is on disk', async () => labelOf(image) === guess);
      await page.keyboard.press('Backspace');
      await until('it is taken back', async () => labelOf(image) === undefined);
      await page.keyboard.press('a');
      await until('the label is on disk again', async () => labelOf(image) === guess);
    });
    await steps.step('X hides a prediction and labels nothing', async () => {
      const chips = async () => (await panel.predicted()).filter(Boolean).length;
      const before = await chips();
      await page.keyboard.press('x');
      await panel.status.filter({ hasText: 'Still unlabeled' }).waitFor();
      await until('its chip is gone', async () => (await chips()) === before - 1);
    });
    await steps.step('the single image shows its prediction too', async () => {
      await page.keyboard.press('Enter');
      await panel.frame.locator('.caption .guess').waitFor();
      await picture('predictions-single');
      await page.keyboard.press('Escape');
    });
    await steps.step('a strategy is chosen beside the button, by keyboard', async () => {
      await panel.menuButton('Strategy').focus();
      await page.keyboard.press('Enter');
      const item = panel.frame.locator('[data-strategy=margin]');
      await item.waitFor();
      await picture('strategies');
      await item.focus();
      await page.keyboard.press('Enter');
      await item.waitFor({ state: 'hidden' });
      await panel
        .menuButton('Strategy')
        .filter({ hasText: /margin/i })
        .waitFor();
    });
    await steps.step('constraints stand behind the button next to it, and are kept as settings', async () => {
      await panel.menuButton('Constraints').click();
      const dialog = panel.frame.getByRole('dialog', { name: /Constraints/ });
      await dialog.getByRole('button', { name: 'Exact', exact: true }).click();
      await picture('constraints');
      await until('the setting is written', async () => {
        const text = readFileSync(path.join(folder, '.vscode/settings.json'), 'utf8');
        return text.includes('"nextBatch.excludeDuplicates": "exact"');
      });
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    });
    await steps.step('predictions of the person are imported, and the reason names their file', async () => {
      writeFileSync(path.join(folder, 'predictions.csv'), predictionsOf(truth, classes));
      await runCommand(page, 'Next Batch: Import Predictions');
      await answerFileDialog(page, folder, path.join(folder, 'predictions.csv'));
      await panel.frame.getByText(/predictions.csv is used in place of the built-in head/).waitFor();
      await runCommand(page, 'Next Batch: Select Next Batch');
      const reason = panel.frame.locator('.why .reason', { hasText: 'predictions.csv' });
      await reason.waitFor({ timeout: 60_000 });
      await panel.frame.locator('.predictions', { hasText: 'predictions.csv' }).waitFor();
      await picture('imported');
    });
    await steps.step('Choose Strategy in the palette takes the strategy back to automatic', async () => {
      await runCommand(page, 'Next Batch: Choose Strategy');
      await answerQuickPick(page, 'Automatic');
      await panel.menuButton('Strategy').filter({ hasText: 'Automatic' }).waitFor();
    });
    await steps.step('Advise Strategy says which strategy, why, and whether to go on', async () => {
      await runCommand(page, 'Next Batch: Advise Strategy');
      await panel.frame.getByRole('region', { name: 'Advice' }).waitFor({ timeout: 120_000 });
      await picture('advice');
      await panel.frame.getByRole('button', { name: 'Use It' }).click();
      await panel.frame.getByRole('region', { name: 'Advice' }).waitFor({ state: 'hidden' });
    });
    await steps.step('Simulate Strategies asks for what it needs and opens the curves beside', async () => {
      await runCommand(page, 'Next Batch: Simulate Strategies');
      await answerQuickPick(page, 'The labels given here');
      for (const question of ['Strategies to try', 'Labels after each round', 'How often each'])
        await confirm(page, question);
      await page.getByRole('tab', { name: /\.svg/ }).waitFor({ timeout: 240_000 });
      await until('the curves are drawn', async () => {
        const isDrawn = (images: Element[]): boolean =>
          images.some((image) => (image as HTMLImageElement).naturalWidth > 0);
        const frames = page.frames().map((frame) => frame.locator('img[src*=".svg"]'));
        const drawn = await Promise.all(frames.map((image) => image.evaluateAll(isDrawn).catch(() => false)));
        return drawn.includes(true);
      });
      await picture('simulation');
    });
  } finally {
    if (steps.hasFailed) {
      await picture('predictions-failed').catch(() => {});
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return steps.results;
}

/** Path and label of each row; none while there is no file. */
function readRows(file: string): (readonly [path: string, label: string])[] {
  try {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
    return lines.map((line) => line.split(',') as [string, string]);
  } catch {
    return [];
  }
}

/** A model of one's own that is right, but not sure: the more so the later the image. */
function predictionsOf(truth: ReadonlyMap<string, string>, classes: readonly string[]): string {
  const rows = [...truth].map(([image, label], i) => {
    const sure = 0.35 + (0.6 * i) / truth.size;
    const rest = (1 - sure) / (classes.length - 1);
    return [image, ...classes.map((name) => (name === label ? sure : rest).toFixed(6))].join(',');
  });
  return `path,${classes.map((name) => `p_${name}`).join(',')}\n${rows.join('\n')}\n`;
}
