import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { copyDemo } from './demoPhotos.ts';
import { plainImages } from './images.ts';
import { mapViews } from './mapViews.ts';
import { PanelPage } from './panelPage.ts';
import { relationsViews } from './relationsViews.ts';
import { reviewViews } from './reviewViews.ts';
import { until } from './until.ts';
import { answerFolderDialog, answerQuickPick, openWorkbench, runCommand } from './workbench.ts';

const pictures = 600;

/** A VS Code on a project with a folder of 600 pictures, and what a person can bring to the screen in it. */
export interface Scene {
  readonly page: Page;
  readonly panel: PanelPage;
  readonly project: string;
}

export interface View {
  /** Also the name of its picture. */
  readonly name: string;
  /** Whether our own page is what there is to see. */
  readonly isPage: boolean;
  readonly show: (scene: Scene) => Promise<void>;
  readonly leave: (scene: Scene) => Promise<void>;
}

/** Does `work` in a scene of its own; after a failure, a picture of the window lies beside the logs. */
export async function inScene(name: string, work: (scene: Scene) => Promise<void>): Promise<void> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'nb-'));
  try {
    const project = path.join(scratch, 'birdhouse');
    for (const folder of ['photos', 'empty', 'unplugged'])
      mkdirSync(path.join(project, folder), { recursive: true });
    await plainImages(path.join(project, 'unplugged'), 12);
    const workbench = await openWorkbench({
      name,
      origin: { kind: 'source' },
      folder: project,
      settings: { 'window.commandCenter': false },
    });
    const { page, logs } = workbench;
    try {
      await work({ page, panel: new PanelPage(page), project });
    } catch (error) {
      await page.screenshot({ path: path.join(logs, 'failed.png') });
      throw error;
    } finally {
      await workbench.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Before anything was done: what a person meets first, and what they see where nothing can be shown. */
export const firstViews: readonly View[] = [
  {
    name: 'welcome',
    isPage: false,
    show: ({ page }) => runCommand(page, 'View: Show Next Batch'),
    leave: async () => {},
  },
  {
    name: 'walkthrough',
    isPage: false,
    show: async ({ page }) => {
      await runCommand(page, 'Welcome: Open Walkthrough');
      await answerQuickPick(page, 'Label the Images That Teach Most');
      await page.locator('.gettingStartedContainer .step-list-container').waitFor();
      await page.waitForTimeout(1500);
    },
    leave: closeEditors,
  },
  {
    name: 'empty',
    isPage: true,
    show: async (scene) => {
      await openFolder(scene, 'empty');
      await scene.panel.frame.locator('.empty').getByRole('button').first().waitFor();
    },
    leave: closeEditors,
  },
  {
    name: 'error',
    isPage: true,
    show: async (scene) => {
      const folder = path.join(scene.project, 'unplugged');
      await openFolder(scene, 'unplugged');
      await scene.panel.cells.first().waitFor();
      renameSync(folder, `${folder}.away`);
      await scene.panel.frame
        .getByText(/unplugged .*(not|no )/)
        .first()
        .waitFor();
    },
    leave: async (scene) => {
      const folder = path.join(scene.project, 'unplugged');
      renameSync(`${folder}.away`, folder);
      await closeEditors(scene);
    },
  },
];

/** A first batch labeled, a second begun. */
export async function labelSome(scene: Scene): Promise<void> {
  const { page, panel, project } = scene;
  const folder = path.join(project, 'photos');
  const truth = await copyDemo(folder);
  const spare = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => truth.has(name));
  for (const name of spare.toSorted().slice(pictures - 4)) rmSync(path.join(folder, name));
  await openFolder(scene, 'photos');
  const classes: string[] = [];
  let before: string | undefined;
  for (const count of [20, 11]) {
    await runCommand(page, 'Next Batch: Select Next Batch');
    await until(
      'a batch is shown',
      async () => {
        const isThere = await panel.frame.locator('.strategy').isVisible();
        return isThere && (await panel.paths())[0] !== before;
      },
      180_000,
    );
    const picks = await panel.paths();
    before = picks[0];
    await panel.grid.focus();
    await page.keyboard.press('Home');
    for (const image of picks.slice(0, count)) {
      const label = truth.get(image) ?? 'other';
      if (!classes.includes(label)) {
        await panel.addClass(label);
        classes.push(label);
      }
      await page.keyboard.press(String(classes.indexOf(label) + 1));
    }
  }
  await until('predicted classes are shown', async () => (await panel.predicted()).some(Boolean));
  for (const image of await panel.cells.locator('img').all())
    if (await image.isVisible()) await image.evaluate((element: HTMLImageElement) => element.decode());
}

/** All that can be seen while labeling. */
export const views: readonly View[] = [
  { name: 'batch', isPage: true, show: toGrid, leave: async () => {} },
  {
    name: 'why',
    isPage: true,
    show: async (scene) => {
      await toGrid(scene);
      for (let i = 0; i < 3; i++) await scene.page.keyboard.press('ArrowRight');
    },
    leave: async () => {},
  },
  {
    name: 'single',
    isPage: true,
    show: async (scene) => {
      await toGrid(scene);
      await scene.page.keyboard.press('Enter');
      await scene.panel.frame.locator('.caption').first().waitFor();
      // The zoom of the last time is kept.
      await scene.panel.frame.getByRole('button', { name: /^Fit/ }).click();
      await scene.panel.frame.getByRole('button', { name: /^Larger/ }).click();
      await scene.page.waitForTimeout(500);
    },
    leave: pressEscape,
  },
  {
    name: 'filter',
    isPage: true,
    show: async (scene) => {
      await toGrid(scene);
      await scene.page.keyboard.press('ControlOrMeta+F');
      await popoverOf(scene).waitFor();
    },
    leave: pressEscape,
  },
  {
    name: 'selection',
    isPage: true,
    show: async (scene) => {
      await toGrid(scene);
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown'])
        await scene.page.keyboard.press(`Shift+${key}`);
      await scene.panel.frame.locator('.selection-bar').waitFor();
    },
    leave: pressEscape,
  },
  {
    name: 'class-menu',
    isPage: true,
    show: async (scene) => {
      await toGrid(scene);
      await scene.panel.frame.locator('.class-more').nth(1).click();
      await popoverOf(scene).waitFor();
    },
    leave: pressEscape,
  },
  {
    name: 'class-rename',
    isPage: true,
    show: async (scene) => {
      await toGrid(scene);
      await scene.panel.frame.locator('.class-more').nth(1).click();
      await scene.panel.frame.getByRole('menuitem', { name: /Rename/ }).click();
      await scene.page.waitForTimeout(300);
    },
    leave: pressEscape,
  },
  {
    name: 'strategies',
    isPage: true,
    show: async (scene) => {
      await toGrid(scene);
      await scene.panel.menuButton('Strategy').click();
      await popoverOf(scene).waitFor();
    },
    leave: pressEscape,
  },
  {
    name: 'constraints',
    isPage: true,
    show: async (scene) => {
      await toGrid(scene);
      await scene.panel.menuButton('Constraints').click();
      await popoverOf(scene).waitFor();
    },
    leave: pressEscape,
  },
  {
    name: 'help',
    isPage: true,
    show: async (scene) => {
      await toGrid(scene);
      await scene.page.keyboard.press('?');
      await scene.panel.frame.getByRole('dialog').waitFor();
    },
    leave: pressEscape,
  },
  {
    name: 'insights',
    isPage: true,
    show: async ({ page, panel }) => {
      await runCommand(page, 'Next Batch: Show Insights');
      await panel.frame.getByRole('heading', { name: 'Learning curve' }).waitFor({ timeout: 120_000 });
      await panel.frame.locator('.measuring').waitFor({ state: 'detached', timeout: 180_000 });
      await page.mouse.move(0, 0);
    },
    leave: async ({ panel }) => {
      await panel.frame.getByRole('button', { name: 'Batch', exact: true }).click();
      await panel.grid.waitFor();
    },
  },
  {
    name: 'activity-bar',
    isPage: false,
    show: async (scene) => {
      await runCommand(scene.page, 'View: Show Next Batch');
      await scene.page.waitForTimeout(500);
    },
    leave: ({ page }) => runCommand(page, 'View: Show Explorer'),
  },
  {
    name: 'compare',
    isPage: true,
    show: async (scene) => {
      const { page, panel } = scene;
      await runCommand(page, 'Next Batch: Compare Strategies');
      await panel.frame.locator('.compare-chooser').waitFor();
      if (!(await panel.frame.locator('.compare-table').isVisible()))
        await panel.frame.locator('.compare-chooser').getByRole('button', { name: 'Compare' }).click();
      await until(
        'all strategies have chosen',
        async () => (await panel.frame.locator('.compare-take').getByRole('button').count()) === 4,
        120_000,
      );
      await page.waitForTimeout(1500);
    },
    leave: async ({ panel }) => {
      await panel.frame.locator('[data-view=batch]').click();
      await panel.grid.waitFor();
    },
  },
  ...mapViews,
  ...relationsViews,
  ...reviewViews,
  quickPick('choose-encoder', 'Next Batch: Choose Encoder'),
  quickPick('export', 'Next Batch: Export Dataset'),
  quickPick('training-loader', 'Next Batch: Copy Training Loader'),
];

function quickPick(name: string, command: string): View {
  return {
    name,
    isPage: false,
    show: async ({ page }) => {
      await runCommand(page, command);
      await until('the choice is open', async () => {
        const text = (await page.locator('.quick-input-list .monaco-list-row').first().textContent()) ?? '';
        return text !== '' && !text.includes(command.slice('Next Batch: '.length));
      });
      await page.waitForTimeout(300);
    },
    leave: ({ page }) => page.keyboard.press('Escape'),
  };
}

async function toGrid({ page, panel }: Scene): Promise<void> {
  await panel.grid.focus();
  await page.keyboard.press('Home');
  await page.waitForTimeout(200);
}

function popoverOf({ panel }: Scene): Locator {
  return panel.frame.locator('.popover');
}

/** Twice: the first may only leave a field. */
async function pressEscape({ page, panel }: Scene): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await panel.grid.waitFor();
}

async function closeEditors({ page }: Scene): Promise<void> {
  await runCommand(page, 'View: Close All Editors');
  await page.locator('.tabs-container .tab').first().waitFor({ state: 'hidden' });
}

async function openFolder({ page, project }: Scene, name: string): Promise<void> {
  await runCommand(page, 'Next Batch: Open Image Folder');
  await answerFolderDialog(page, project, path.join(project, name));
}
