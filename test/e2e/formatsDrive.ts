import assert from 'node:assert';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plainImages } from './images.ts';
import { PanelPage } from './panelPage.ts';
import { type StepResult, Steps } from './steps.ts';
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

/**
 * What a person does to take labels elsewhere and back: labels.csv with a split, class folders into a folder that holds
 * something, which asks, and an import that is taken back. Pictures of it go to `.build/screenshots`.
 */
export async function driveFormats(name: string, origin: Origin): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-formats-'));
  const folder = path.join(scratch, 'photos');
  mkdirSync(folder);
  await plainImages(folder, 12);
  const images = readdirSync(folder).sort();
  const rows = images.slice(0, 10).map((image, i) => `${image},${i % 2 ? 'bars' : 'disc'}\n`);
  writeFileSync(path.join(folder, 'labels.csv'), `path,label\n${rows.join('')}`);
  writeFileSync(path.join(scratch, 'mine.txt'), 'mine');
  const workbench = await openWorkbench({ name: `formats-${name}`, origin, folder });
  const { page } = workbench;
  const panel = new PanelPage(page);
  const pictures = path.join(root, '.build/screenshots');
  const picture = (what: string): Promise<unknown> =>
    page.screenshot({ path: path.join(pictures, `${name}-${what}.png`) });
  mkdirSync(pictures, { recursive: true });
  try {
    await steps.step('a labeled folder is open', async () => {
      await runCommand(page, 'Next Batch: Open Image Folder');
      await answerFileDialog(page, folder);
      await panel.grid.waitFor();
    });
    await steps.step('Export Dataset asks for a format, a split, its size, and a file', async () => {
      await runCommand(page, 'Next Batch: Export Dataset');
      await page.getByText('Hugging Face ImageFolder').waitFor();
      // Fades in.
      await page.waitForTimeout(300);
      await picture('formats');
      await answerQuickPick(page, 'labels.csv');
      await answerQuickPick(page, 'Train and validation, by class');
      await confirm(page, 'Percent of the labels');
      await answerFileDialog(page, scratch);
      const file = path.join(scratch, 'photos-labeled.csv');
      await until('the file is there', async () => existsSync(file));
      const written = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
      assert.equal(written.length, 10);
      assert.equal(written.filter((row) => row.endsWith(',val')).length, 2);
      await panel.frame
        .getByText(/10 labels exported as labels\.csv .* 8 to train with, 2 held out/)
        .waitFor();
      await picture('exported');
    });
    await steps.step('a folder that holds something is asked about, and stays as it is', async () => {
      await runCommand(page, 'Next Batch: Export Dataset');
      await answerQuickPick(page, 'Class folders');
      await answerQuickPick(page, 'No split');
      await answerQuickPick(page, 'Hard links');
      await answerFileDialog(page, scratch);
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.getByText('is not empty').waitFor();
      await picture('not-empty');
      await dialog.getByRole('button', { name: /^Write to photos-labeled-/ }).click();
      const made = (): string[] =>
        readdirSync(scratch).filter((entry) => /^photos-labeled-[\d-]+$/.test(entry));
      await until('the folder is there', async () => made().length === 1);
      assert.deepEqual(readdirSync(path.join(scratch, made()[0])).sort(), ['bars', 'classes.txt', 'disc']);
      assert.equal(readFileSync(path.join(scratch, 'mine.txt'), 'utf8'), 'mine');
    });
    await steps.step(
      'Import Labels takes labels over, says what it left alone, and is taken back',
      async () => {
        const file = path.join(folder, 'more.jsonl');
        const lines = images.map((image) => JSON.stringify({ path: image, label: 'checks' }));
        writeFileSync(file, `${lines.join('\n')}\n{"path":"gone.jpg","label":"disc"}\n`);
        await runCommand(page, 'Next Batch: Import Labels');
        await answerQuickPick(page, 'JSON Lines');
        await answerFileDialog(page, folder, file);
        await panel.frame
          .getByText(/2 labels imported from more\.jsonl.*had: 10\..*1 label is left out/)
          .waitFor();
        await picture('imported-labels');
        await runCommand(page, 'Next Batch: Undo Last Act');
        await until('the labels are gone again', async () => {
          const text = readFileSync(path.join(folder, 'labels.csv'), 'utf8');
          return !text.includes('checks');
        });
      },
    );
  } finally {
    if (steps.hasFailed) {
      await picture('formats-failed').catch(() => {});
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  return steps.results;
}
