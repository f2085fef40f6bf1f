import assert from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { makeImages } from './images.ts';
import { PanelPage } from './panelPage.ts';
import { type StepResult, Steps } from './steps.ts';
import { until } from './until.ts';
import { answerFileDialog, type Origin, openWorkbench, printLogs, runCommand } from './workbench.ts';

/** The image folder in each of the two folders. */
const places = { one: 'photos one', two: 'photos two' } as const;
const batchSize = 3;

/** Restricted Mode, and no question whether to leave it. */
const restricted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/**
 * A workspace that nobody has trusted, and a second folder beside it: each has a panel of its own, what a person sees is
 * there again after a reload, and goes along into a window of its own.
 */
export async function driveWorkspace(name: string, origin: Origin): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-workspace-'));
  await makeFolders(scratch);
  const workbench = await openWorkbench({
    name: `workspace-${name}`,
    origin,
    folder: path.join(scratch, 'one'),
    settings: restricted,
  });
  const { page } = workbench;
  const panel = new PanelPage(page);
  const imagesOf = (place: keyof typeof places): string => path.join(scratch, place, places[place]);
  const labelsOf = (place: keyof typeof places): string => {
    const file = path.join(imagesOf(place), 'labels.csv');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  let seen = '';

  try {
    await steps.step('Select Next Batch works on the folder of the settings, and keeps to them', async () => {
      await runCommand(page, 'Next Batch: Select Next Batch');
      await until('a batch of three is shown', async () => (await panel.paths()).length === batchSize);
    });
    await steps.step(
      'in Restricted Mode no encoder of the workspace was loaded, and nothing is said',
      async () => {
        assert.equal(await panel.frame.getByRole('alert').count(), 0);
        const manifest = path.join(imagesOf('one'), '.next-batch/batches/0001.json');
        assert.equal(JSON.parse(readFileSync(manifest, 'utf8')).source.encoder.model, 'builtin');
      },
    );
    await steps.step('a second folder has a panel of its own', async () => {
      await runCommand(page, 'Next Batch: Open Image Folder');
      await answerFileDialog(page, path.join(scratch, 'one'), imagesOf('two'));
      await page.locator('.tab.active', { hasText: places.two }).waitFor();
      await panel.grid.waitFor();
      await until('all its images are shown', async () => (await panel.paths()).length > batchSize);
    });
    await steps.step('a label goes to the folder of its panel', async () => {
      await page.locator('.tab', { hasText: places.one }).click();
      await until('the batch of three is shown', async () => (await panel.paths()).length === batchSize);
      await panel.grid.focus();
      await panel.addClass('disc');
      await page.keyboard.press('1');
      await until('the label is saved', async () => labelsOf('one').includes(',disc'));
      assert.equal(labelsOf('two'), '');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('+');
      await page.waitForTimeout(500); // What the page keeps is stored a moment later.
      seen = await whatIsSeen(panel);
    });
    await steps.step('after a reload both panels are there, and what was seen is seen again', async () => {
      await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
      await until('the same is seen', async () => (await whatIsSeen(panel).catch(() => '')) === seen);
      await page.locator('.tab', { hasText: places.two }).click();
      await until(
        'all images of the other are shown',
        async () => (await panel.paths().catch(() => [])).length > batchSize,
      );
      await page.locator('.tab', { hasText: places.one }).click();
      await until('the same is seen', async () => (await whatIsSeen(panel).catch(() => '')) === seen);
    });
    await steps.step('Select All Shown Images, then one key labels them all', async () => {
      await panel.grid.focus();
      await runCommand(page, 'Next Batch: Select All Shown Images');
      await panel.frame.locator('.cell[aria-selected="true"]').nth(2).waitFor();
      await page.keyboard.press('1');
      await until('three labels are saved', async () => labelsOf('one').split(',disc').length === 4);
      await page.waitForTimeout(500);
    });
    await steps.step('a panel that is moved into a window of its own goes on where it was', async () => {
      const cursor = await panel.grid.getAttribute('aria-activedescendant');
      const [window] = await Promise.all([
        page.context().waitForEvent('page'),
        runCommand(page, 'View: Move Editor into New Window'),
      ]);
      // A browser without a screen gives such a window no size: what is in it can be read, but not seen.
      const moved = new PanelPage(window);
      await moved.frame.locator('.progress-line', { hasText: '3 labeled' }).waitFor({ state: 'attached' });
      await until(
        'the cursor is where it was',
        async () => (await moved.grid.getAttribute('aria-activedescendant')) === cursor,
      );
    });
  } finally {
    if (steps.hasFailed) {
      await screenshots(page, workbench.logs);
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  return steps.results;
}

/** Images, labels, cursor and size of the grid. */
async function whatIsSeen(panel: PanelPage): Promise<string> {
  const cursor = await panel.frame.locator('.cell.is-cursor').getAttribute('data-path', { timeout: 1000 });
  const { width = 0 } = (await panel.cells.first().boundingBox()) ?? {};
  return JSON.stringify([await panel.paths(), await panel.labels(), cursor, Math.round(width / 10)]);
}

/** Two folders with images; the settings of the first name an encoder that is none. */
async function makeFolders(scratch: string): Promise<void> {
  for (const [place, images] of Object.entries(places)) {
    mkdirSync(path.join(scratch, place));
    await makeImages(path.join(scratch, place, images));
  }
  const settings = {
    'nextBatch.imageFolder': places.one,
    'nextBatch.batchSize': batchSize,
    'nextBatch.encoder': './encoder.onnx',
  };
  mkdirSync(path.join(scratch, 'one/.vscode'));
  writeFileSync(path.join(scratch, 'one/.vscode/settings.json'), JSON.stringify(settings));
  writeFileSync(path.join(scratch, 'one', places.one, 'encoder.onnx'), 'not an encoder');
}

async function screenshots(page: Page, logs: string): Promise<void> {
  for (const [i, one] of page.context().pages().entries())
    await one.screenshot({ path: path.join(logs, `failed-${i}.png`) }).catch(() => undefined);
}
