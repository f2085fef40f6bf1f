import assert from 'node:assert';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { makeImages } from './images.ts';
import { PanelPage } from './panelPage.ts';
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

/** A copy of an image that is none of the dataset. */
const stranger = 'aside.jpg';

/**
 * What a person does with groups: finds images similar to one of the Explorer, refines what was found, groups all images,
 * labels a whole cluster by one key and takes it back. Pictures of it go to `.build/screenshots`.
 */
export async function driveClusters(name: string, origin: Origin): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const settings = { 'nextBatch.exclude': [stranger] };
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-clusters-'));
  const folder = path.join(scratch, 'pool');
  await makeImages(folder);
  copyFileSync(path.join(folder, 'image 12.jpg'), path.join(folder, stranger));
  const workbench = await openWorkbench({ name: `clusters-${name}`, origin, folder, settings });
  const { page } = workbench;
  const panel = new PanelPage(page);
  const labels = (): readonly string[] => {
    const file = path.join(folder, 'labels.csv');
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(1) : [];
  };
  const picture = (what: string): Promise<unknown> =>
    page.screenshot({ path: path.join(root, `.build/screenshots/${name}-${what}.png`) });
  mkdirSync(path.join(root, '.build/screenshots'), { recursive: true });
  const line = panel.frame.locator('.filter-line');
  const cluster = (number: number) => panel.frame.locator('.cluster-main', { hasText: `Cluster ${number}` });

  try {
    await steps.step('Find Similar Images in the Explorer offers to embed the folder first', async () => {
      await findInExplorer(page, 'image 10.jpg');
      await panel.frame.getByText(/run Embed Folder first/).waitFor();
      await panel.frame.getByRole('button', { name: 'Embed Folder' }).click();
      await panel.frame
        .getByText(/broken\.jpg/)
        .first()
        .waitFor({ state: 'attached', timeout: 120_000 });
    });
    await steps.step('then it lists what is nearest, with distances', async () => {
      await findInExplorer(page, 'image 10.jpg');
      await line.filter({ hasText: 'Like image 10.jpg' }).waitFor();
      const shown = await panel.paths();
      assert.ok(!shown.includes('image 10.jpg'));
      const captions = await panel.cells.locator('.cell-caption').allTextContents();
      assert.match(captions[0], /^distance \d\.\d\d$/);
      await picture('similar');
    });
    await steps.step('More and less like these refine it, Back leads back', async () => {
      const before = await panel.paths();
      await panel.cells.nth(3).click();
      await line.getByText('Less like these').click();
      await line.filter({ hasText: `unlike ${before[3]}` }).waitFor();
      assert.ok(!(await panel.paths()).includes(before[3]));
      await line.getByText('Back', { exact: true }).click();
      await until('the list before is shown', async () => (await panel.paths()).join() === before.join());
    });
    await steps.step('a file that is none of the dataset is compared too', async () => {
      await runCommand(page, 'Next Batch: Find Similar Images');
      await answerQuickPick(page, 'An image file');
      // The dialog sets its path once more when it has listed the folder.
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'image 00.jpg' }).waitFor();
      await answerFileDialog(page, folder, path.join(folder, stranger));
      await line.filter({ hasText: `Like ${stranger}` }).waitFor();
      assert.equal((await panel.paths())[0], 'image 12.jpg');
    });
    await steps.step('the images are grouped beside the map', async () => {
      await panel.grid.focus();
      await panel.addClass('disc');
      await panel.frame.getByText('Map', { exact: true }).first().click();
      await panel.frame.locator('.cluster-form').getByText('Auto').click();
      await cluster(2).waitFor({ timeout: 60_000 });
      await picture('clusters');
    });
    await steps.step('one key labels a whole cluster, and one undo takes it back', async () => {
      await cluster(1).click();
      const bar = await panel.frame.locator('.selection-bar').textContent();
      const count = Number(/(\d+) selected/.exec(bar ?? '')?.[1]);
      assert.ok(count > 1);
      await page.keyboard.press('1');
      await until('all its labels are saved', async () => labels().length === count);
      assert.ok(labels().every((row) => row.includes(',disc')));
      await cluster(1)
        .filter({ hasText: `${count} labeled · 100 % pure` })
        .waitFor();
      await picture('cluster-labeled');
      await page.keyboard.press('Backspace');
      await until('all are taken back', async () => labels().length === 0);
    });
    await steps.step('the next batch is chosen from a cluster only', async () => {
      await panel.frame.locator('.clusters').getByText('Next batch from it').click();
      await panel.status.filter({ hasText: 'from Cluster 1 only' }).waitFor();
      await panel.menuButton('Constraints').click();
      const chip = panel.frame.getByTitle('Choose from all images again');
      assert.match((await chip.textContent()) ?? '', /Cluster 1 \(\d+ images\)/);
      await picture('cluster-pool');
      await chip.click();
      await chip.waitFor({ state: 'hidden' });
    });
  } finally {
    if (steps.hasFailed) {
      await picture('clusters-failed').catch(() => {});
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  return steps.results;
}

/** The entry of the menu on a file of the Explorer, by mouse. The menu is opened again until the extension has arrived. */
async function findInExplorer(page: Page, file: string): Promise<void> {
  await runCommand(page, 'View: Show Explorer');
  const row = page.locator(`.explorer-folders-view .monaco-list-row[aria-label^=${JSON.stringify(file)}]`);
  const entry = page.locator('.monaco-menu').getByRole('menuitem', { name: 'Find Similar Images' });
  await until('the menu has the entry', async () => {
    await page.keyboard.press('Escape');
    await row.first().click({ button: 'right' });
    await page.locator('.monaco-menu').waitFor();
    return entry.isVisible();
  });
  // A press that comes too soon is taken for the end of the one that has opened the menu.
  await until('the entry is taken', async () => {
    await page.waitForTimeout(300);
    if (await entry.isVisible()) await entry.click({ timeout: 1000 }).catch(() => undefined);
    return !(await entry.isVisible());
  });
}
