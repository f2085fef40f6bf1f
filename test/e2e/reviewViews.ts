import type { Scene, View } from './views.ts';
import { runCommand } from './workbench.ts';

/** The view *Review*: what was found, and two pictures of one finding beside each other. */
export const reviewViews: readonly View[] = [
  { name: 'review', isPage: true, show: toFindings, leave: toBatch },
  {
    name: 'review-large',
    isPage: true,
    show: async (scene) => {
      await toFindings(scene);
      await scene.page.keyboard.press('Enter');
      await scene.panel.frame.locator('.review-large img').first().waitFor();
      await scene.page.waitForTimeout(800);
    },
    leave: async (scene) => {
      await scene.page.keyboard.press('Escape');
      await toBatch(scene);
    },
  },
];

async function toFindings({ page, panel }: Scene): Promise<void> {
  await runCommand(page, 'Next Batch: Review Dataset');
  await panel.frame.locator('.review-check').first().waitFor({ timeout: 120_000 });
  await panel.frame.locator('.job').waitFor({ state: 'detached', timeout: 120_000 });
  const found = panel.frame.locator('.review-check:not(.is-clean)').first();
  if (await found.isVisible()) await found.click();
  await page.waitForTimeout(1500);
}

async function toBatch({ panel }: Scene): Promise<void> {
  await panel.frame.locator('[data-view=batch]').click();
  await panel.grid.waitFor();
}
