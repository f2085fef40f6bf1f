import assert from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cspLines, refusesInlineScript } from './csp.ts';
import { brokenName, hostileName } from './imageNames.ts';
import { makeImages } from './images.ts';
import { PanelPage } from './panelPage.ts';
import { type StepResult, Steps } from './steps.ts';
import { pickTheme, themes } from './themes.ts';
import { until } from './until.ts';
import { answerFileDialog, type Origin, openWorkbench, printLogs, root, runCommand } from './workbench.ts';

const classes = ['disc', 'bars', 'the "other", kind'];
const batchSize = 20;

/**
 * What a person does: opens a folder, asks for a batch, types classes, labels twenty images with digit keys, takes one
 * back, reloads the window, finds everything as it was. Only the keyboard is used.
 */
export async function driveLabeling(name: string, origin: Origin): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-drive-'));
  await makeImages(folder);
  const workbench = await openWorkbench({ name: `drive-${name}`, origin, folder });
  const { page } = workbench;
  const panel = new PanelPage(page);
  const labelsFile = path.join(folder, 'labels.csv');
  const readLabels = (): string => (existsSync(labelsFile) ? readFileSync(labelsFile, 'utf8') : '');
  let picked: string[] = [];

  try {
    await steps.step('Select Next Batch from the palette asks for a folder and shows a batch', async () => {
      await runCommand(page, 'Next Batch: Select Next Batch');
      await answerFileDialog(page, folder);
      await panel.grid.waitFor();
      await until('20 images are shown', async () => (await panel.paths()).length === batchSize);
      picked = await panel.paths();
      assert.equal(picked.length, batchSize);
      assert.ok(!picked.includes(brokenName));
      assert.equal(readLabels(), '');
    });
    await steps.step('the pictures of the batch are visible', async () => {
      const isDrawn = (image: HTMLImageElement): boolean => image.complete && image.naturalWidth > 0;
      for (const image of await panel.cells.locator('img').all())
        if (await image.isVisible()) await until('an image is drawn', () => image.evaluate(isDrawn));
    });
    await steps.step('classes are typed once', async () => {
      for (const entry of classes) await panel.addClass(entry);
    });
    await steps.step('twenty images are labeled with digit keys', async () => {
      for (const [i] of picked.entries()) await page.keyboard.press(keyOf(i));
      await until('labels.csv is complete', async () => readLabels() === csv(picked));
      assert.deepEqual(
        await panel.labels(),
        picked.map((_, i) => classOf(i)),
      );
    });
    await steps.step('Backspace takes the last label back', async () => {
      await page.keyboard.press('Backspace');
      await until('the last row is gone', async () => readLabels() === csv(picked.slice(0, -1)));
    });
    await steps.step('after a reload of the window everything is as it was', async () => {
      // Not page.reload(): that is a crash, in which VS Code itself forgets what it has not stored yet.
      await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
      await until('the labels are shown again', async () => {
        const labels = await panel.labels().catch(() => []);
        return labels.filter((label) => label !== '').length === batchSize - 1;
      });
      assert.deepEqual(await panel.paths(), picked);
      for (const entry of classes) await panel.classButton(entry).waitFor();
    });
    await steps.step('labeling goes on where it stopped', async () => {
      await panel.grid.focus();
      await page.keyboard.press(keyOf(batchSize - 1));
      await until('labels.csv is complete again', async () => readLabels() === csv(picked));
    });
    await steps.step('the next batch leaves out what is labeled', async () => {
      await runCommand(page, 'Next Batch: Select Next Batch');
      await until('another batch is shown', async () => (await panel.paths())[0] !== picked[0]);
      const second = await panel.paths();
      assert.equal(new Set([...picked, ...second]).size, 2 * batchSize);
    });
    await steps.step('the panel is legible in every theme', async () => {
      mkdirSync(path.join(root, '.build/screenshots'), { recursive: true });
      for (const i of [0, 1, 2, 3, 4, 5, 6]) await page.keyboard.press(keyOf(i));
      for (const theme of themes) {
        await pickTheme(page, theme);
        await page.screenshot({ path: path.join(root, `.build/screenshots/${name}-${theme.name}.png`) });
      }
    });
    await steps.step('a file name that is markup stays a name', async () => {
      assert.equal(await panel.frame.locator('html').evaluate(() => document.title === '1'), false);
      assert.ok(existsSync(path.join(folder, hostileName)));
    });
    await steps.step('nothing broke the content security policy, which is in force', async () => {
      assert.deepEqual(cspLines(workbench.console), []);
      assert.ok(await refusesInlineScript(panel.frame));
      assert.notDeepEqual(cspLines(workbench.console), [], 'the console shows what the policy refuses');
    });
  } finally {
    if (steps.hasFailed) {
      await page.screenshot({ path: path.join(workbench.logs, 'failed.png') }).catch(() => {});
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return steps.results;
}

function keyOf(i: number): string {
  return String((i % classes.length) + 1);
}

function classOf(i: number): string {
  return classes[i % classes.length];
}

/** What labels.csv must be, to the byte, when `picked` are labeled in turn. */
function csv(picked: readonly string[]): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = picked.map((image, i) => ({ image, row: `${cell(image)},${cell(classOf(i))}\n` }));
  rows.sort((a, b) => Buffer.compare(Buffer.from(a.image), Buffer.from(b.image)));
  return `path,label\n${rows.map(({ row }) => row).join('')}`;
}
