import { MapPage } from './mapPage.ts';
import { until } from './until.ts';
import type { Scene, View } from './views.ts';
import { runCommand } from './workbench.ts';

/** The view *Map*: its colors, what is selected, what is pointed at, and the map in words. */
export const mapViews: readonly View[] = [
  {
    name: 'map',
    isPage: true,
    show: async (scene) => {
      await toMap(scene);
      await colorBy(scene, 'class');
    },
    leave: toBatch,
  },
  {
    name: 'map-clusters',
    isPage: true,
    show: async (scene) => {
      await toMap(scene);
      await colorBy(scene, 'cluster');
      const { panel } = scene;
      await panel.frame.locator('.cluster-list li').first().waitFor({ timeout: 120_000 });
      await panel.frame.locator('.scatter-label').first().waitFor();
      await scene.page.waitForTimeout(1000);
    },
    leave: toBatch,
  },
  {
    name: 'map-lasso',
    isPage: true,
    show: async (scene) => {
      const map = await toMap(scene);
      await colorBy(scene, 'predicted');
      await map.button('Lasso').click();
      await map.drag([
        [0.3, 0.25],
        [0.55, 0.15],
        [0.7, 0.4],
        [0.6, 0.65],
        [0.35, 0.55],
      ]);
      await until('points are selected', async () => (await map.selected()) > 1);
    },
    leave: async (scene) => {
      await scene.page.keyboard.press('Escape');
      await new MapPage(scene.page, scene.panel).button('Move').click();
      await toBatch(scene);
    },
  },
  {
    name: 'map-table',
    isPage: true,
    show: async (scene) => {
      const map = await toMap(scene);
      await map.button('Table').click();
      await scene.panel.frame.locator('.map-table').waitFor();
    },
    leave: async (scene) => {
      await new MapPage(scene.page, scene.panel).button('Table').click();
      await toBatch(scene);
    },
  },
];

async function toMap({ page, panel }: Scene): Promise<MapPage> {
  const map = new MapPage(page, panel);
  await runCommand(page, 'Next Batch: Open Cluster Map');
  await map.state.filter({ hasText: 'drawing', hasNotText: 'refining' }).waitFor({ timeout: 120_000 });
  await page.waitForTimeout(600);
  return map;
}

async function colorBy({ page, panel }: Scene, name: string): Promise<void> {
  await panel.frame.getByLabel('Color by').selectOption(name);
  await page.waitForTimeout(600);
}

async function toBatch({ panel }: Scene): Promise<void> {
  await panel.frame.locator('[data-view=batch]').click();
  await panel.grid.waitFor();
}
