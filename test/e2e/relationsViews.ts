import { RelationsPage } from './relationsPage.ts';
import type { View } from './views.ts';
import { runCommand } from './workbench.ts';

/** The view *Relations*: a question that is being answered. */
export const relationsViews: readonly View[] = [
  {
    name: 'relations',
    isPage: true,
    show: async ({ page, panel }) => {
      await runCommand(page, 'Next Batch: Answer Relations');
      await new RelationsPage(page, panel).question();
      await page.waitForTimeout(1000);
      for (const key of ['2', '5', 'Shift+Digit9']) await page.keyboard.press(key);
      await page.waitForTimeout(500);
    },
    leave: async ({ page, panel }) => {
      await page.keyboard.press('Escape');
      await panel.frame.locator('[data-view=batch]').click();
      await panel.grid.waitFor();
    },
  },
];
