import { RelationsPage } from './relationsPage.ts';
import type { Scene, View } from './views.ts';
import { runCommand } from './workbench.ts';

/** The view *Relations*: a question that is being answered, and the groups that wait for a name. */
export const relationsViews: readonly View[] = [
  {
    name: 'relations',
    isPage: true,
    show: async (scene) => {
      await toQuestion(scene);
      for (const key of ['2', '5', 'Shift+Digit9']) await scene.page.keyboard.press(key);
      await scene.page.waitForTimeout(500);
    },
    leave: async (scene) => {
      await scene.page.keyboard.press('Escape');
      await toBatch(scene);
    },
  },
  {
    name: 'relations-groups',
    isPage: true,
    show: async (scene) => {
      const relations = await toQuestion(scene);
      await relations.part('Groups').click();
      await scene.page.waitForTimeout(1000);
    },
    leave: async (scene) => {
      await new RelationsPage(scene.page, scene.panel).part('Questions').click();
      await toBatch(scene);
    },
  },
];

async function toQuestion({ page, panel }: Scene): Promise<RelationsPage> {
  const relations = new RelationsPage(page, panel);
  await runCommand(page, 'Next Batch: Answer Relations');
  await relations.question();
  await page.waitForTimeout(1000);
  return relations;
}

async function toBatch({ panel }: Scene): Promise<void> {
  await panel.frame.locator('[data-view=batch]').click();
  await panel.grid.waitFor();
}
