import assert from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { copyDemo } from './demoPhotos.ts';
import { labelRows } from './labelFiles.ts';
import { PanelPage } from './panelPage.ts';
import { type StepResult, Steps } from './steps.ts';
import { until } from './until.ts';
import { answerQuickPick, type Origin, openWorkbench, printLogs, runCommand } from './workbench.ts';

const batchSize = 20;

export interface FirstFiveMinutes {
  readonly results: readonly StepResult[];
  /** From the Enter in the menu to the first picture on the screen, in ms. */
  readonly firstPicture: number | undefined;
  /** What VS Code needed of it to start the first webview of a browser, before any of it was our page, in ms. */
  readonly webviewStart: number | undefined;
}

/** The first five minutes of a person, keyboard only, on a folder of pictures beside training code. */
export async function driveFirstFiveMinutes(name: string, origin: Origin): Promise<FirstFiveMinutes> {
  const steps = new Steps();
  const project = mkdtempSync(path.join(tmpdir(), 'next-batch-five-'));
  const photos = path.join(project, 'photos');
  mkdirSync(photos);
  const truth = await copyDemo(photos);
  writeFileSync(path.join(project, 'train.py'), 'print("training")\n');
  const workbench = await openWorkbench({ name: `five-${name}`, origin, folder: project });
  const { page } = workbench;
  const panel = new PanelPage(page);
  const classes: string[] = [];
  let firstPicture: number | undefined;
  let webviewStart: number | undefined;
  let first: string[] = [];

  try {
    await steps.step('nothing opens by itself', async () => {
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'photos' }).waitFor();
      await wait(3000);
      assert.equal(await page.locator('.tabs-container .tab').count(), 0);
      assert.equal(await page.locator('.notification-toast').count(), 0);
    });
    await steps.step('Open Image Folder stands in the menu of the folder, and shows pictures', async () => {
      await page.keyboard.press('ControlOrMeta+Shift+E');
      await page.keyboard.press('Home');
      await page.locator('.explorer-folders-view .monaco-list-row.focused', { hasText: 'photos' }).waitFor();
      await focusMenuItem(page, 'Open Image Folder');
      const started = performance.now();
      await page.keyboard.press('Enter');
      await panel.grid.waitFor();
      const isDrawn = (images: Element[]): boolean =>
        images.some(
          (image) => (image as HTMLImageElement).complete && (image as HTMLImageElement).naturalWidth > 0,
        );
      await until('a picture is drawn', () => panel.cells.locator('img').evaluateAll(isDrawn));
      firstPicture = Math.round(performance.now() - started);
      webviewStart = await timeToOurPage(page);
    });
    await steps.step('Select Next Batch embeds with a bar that can be cancelled', async () => {
      await runCommand(page, 'Next Batch: Select Next Batch');
      await panel.frame.getByRole('button', { name: 'Cancel' }).first().waitFor();
      await until('count and rate are told', async () =>
        /\d+ of \d+|\d+ \/ \d+/.test((await panel.frame.locator('body').textContent()) ?? ''),
      );
    });
    await steps.step('a batch appears with its strategy, and why', async () => {
      await panel.frame.locator('.strategy').waitFor({ timeout: 120_000 });
      assert.match((await panel.frame.locator('.strategy').textContent()) ?? '', /\w+.*\w+/);
      await until('the batch is in view', async () => (await panel.paths()).length === batchSize);
      first = await panel.paths();
    });
    await steps.step('each class is typed once, then each key labels, saves and moves on', async () => {
      for (const image of first) {
        const label = truth.get(image) ?? 'other';
        if (!classes.includes(label)) {
          await panel.addClass(label);
          classes.push(label);
        }
      }
      for (const image of first)
        await page.keyboard.press(String(classes.indexOf(truth.get(image) ?? 'other') + 1));
      await until('labels.csv is complete', async () => labelRows(photos).size === batchSize);
      for (const image of first) assert.equal(labelRows(photos).get(image), truth.get(image));
    });
    await steps.step('labels.csv is sorted, with one line per image', async () => {
      const rows = readFileSync(path.join(photos, 'labels.csv'), 'utf8').trimEnd().split('\n').slice(1);
      assert.deepEqual(rows, rows.toSorted());
      assert.equal(new Set(rows.map((row) => row.split(',')[0])).size, batchSize);
    });
    await steps.step('Copy Training Loader puts the code on the clipboard', async () => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await runCommand(page, 'Next Batch: Copy Training Loader');
      await answerQuickPick(page, 'PyTorch');
      await until('the clipboard holds it', async () => {
        const text = await page.evaluate(() => navigator.clipboard.readText());
        return text.includes('torch') && text.includes(path.join(photos, 'labels.csv'));
      });
    });
    await steps.step('the second batch takes the labels into account', async () => {
      await runCommand(page, 'Next Batch: Select Next Batch');
      await until('another batch is shown', async () => (await panel.paths())[0] !== first[0]);
      const second = await panel.paths();
      assert.equal(second.filter((image) => first.includes(image)).length, 0);
      assert.match((await panel.frame.locator('.strategy').textContent()) ?? '', /label/);
      await until('predicted classes stand on the images', async () =>
        (await panel.predicted()).some(Boolean),
      );
    });
    await steps.step('no toast was shown that is no answer to an act', async () => {
      assert.equal(await page.locator('.notification-toast').count(), 0);
    });
  } finally {
    if (steps.hasFailed) {
      await page.screenshot({ path: path.join(workbench.logs, 'failed.png') }).catch(() => {});
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(project, { recursive: true, force: true });
  }
  return { results: steps.results, firstPicture, webviewStart };
}

/** From the start of VS Code's host page of a webview to the start of ours inside it. */
async function timeToOurPage(page: Page): Promise<number | undefined> {
  for (const frame of page.frames()) {
    const start = await frame
      .evaluate(() => document.querySelector('[role=grid]') && performance.timeOrigin)
      .catch(() => null);
    const host = frame.parentFrame();
    if (start !== null && host !== null)
      return Math.round(start - (await host.evaluate(() => performance.timeOrigin)));
  }
  return undefined;
}

/** Opens the menu of what has the focus, and moves down to the entry. Soon after the start, extensions have none in it yet. */
async function focusMenuItem(page: Page, title: string): Promise<void> {
  const menu = page.locator('.context-view .monaco-menu');
  const item = menu.locator('.action-item', { hasText: title });
  await until('the menu has the entry', async () => {
    await page.keyboard.press('Shift+F10');
    await menu.waitFor();
    if (await item.isVisible()) return true;
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    return false;
  });
  const focused = menu.locator('.action-item.focused', { hasText: title });
  for (let i = 0; i < 40 && !(await focused.isVisible()); i++) await page.keyboard.press('ArrowDown');
  await focused.waitFor();
}
