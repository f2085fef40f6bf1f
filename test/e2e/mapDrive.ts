import assert from 'node:assert';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { groupedImages } from '../support/groupedImages.ts';
import { cspLines, refusesInlineScript } from './csp.ts';
import { aroundAll, MapPage } from './mapPage.ts';
import type { StepResult } from './steps.ts';
import { tellStory } from './story.ts';
import { until } from './until.ts';
import { answerQuickPick, type Origin, root, runCommand } from './workbench.ts';

const count = 12_000;
/** As many must be labeled by one key. */
const many = 10_000;
const code = 'train.py';

export interface DrivenMap {
  readonly results: readonly StepResult[];
  /** Points inside the lasso. */
  readonly selected: number;
  /** From the end of the lasso to all rows in labels.csv, and from the undo to none. */
  readonly labelSeconds: number;
  readonly undoSeconds: number;
}

/** What a person does on the map, with a mouse and with keys: beside their code, a lasso of 10,000, one key, one undo. */
export async function driveMap(name: string, origin: Origin): Promise<DrivenMap> {
  let paths: readonly string[] = [];
  const figures = { selected: 0, labelSeconds: Number.NaN, undoSeconds: Number.NaN };
  const settings = { 'nextBatch.imageFolder': '.', 'window.commandCenter': false };
  const prepare = async (folder: string): Promise<void> => {
    paths = await groupedImages(folder, count);
    writeFileSync(path.join(folder, code), 'import torch\n');
  };
  const results = await tellStory(
    { name: `map-${name}`, origin, settings },
    prepare,
    async ({ folder, workbench, panel, step }) => {
      const { page } = workbench;
      const map = new MapPage(page, panel);
      const labelsFile = path.join(folder, 'labels.csv');
      const labeled = (): number =>
        existsSync(labelsFile) ? readFileSync(labelsFile, 'utf8').trimEnd().split('\n').length - 1 : 0;

      await step('Open Cluster Map stands beside the code, which keeps the focus', async () => {
        await page.keyboard.press('Control+P');
        await answerQuickPick(page, code);
        const text = page.locator('.monaco-editor .view-lines').first();
        await text.getByText('torch').waitFor();
        await runCommand(page, 'Next Batch: Open Cluster Map');
        await map.settled(count);
        await page.keyboard.type('numpy ');
        await text.getByText('numpy').first().waitFor({ timeout: 5000 });
        await page.keyboard.press('Control+Z');
        await page.screenshot({ path: path.join(root, `.build/screenshots/${name}-map-beside.png`) });
      });
      await step('a lasso of more than 10,000 points, drawn with the mouse, selects them', async () => {
        await map.plot.click({ position: { x: 5, y: 5 } });
        await panel.addClass('cat');
        await map.button('Lasso').click();
        await map.drag(aroundAll);
        await until('most points are selected', async () => (await map.selected()) >= many);
        figures.selected = await map.selected();
      });
      await step('one key labels all of them', async () => {
        const started = performance.now();
        await page.keyboard.press('1');
        await until('labels.csv has them', async () => labeled() === figures.selected);
        figures.labelSeconds = (performance.now() - started) / 1000;
        await page.screenshot({ path: path.join(root, `.build/screenshots/${name}-map-labeled.png`) });
      });
      await step('one undo takes all of them back', async () => {
        const started = performance.now();
        await page.keyboard.press('Control+Z');
        await until('labels.csv has none of them', async () => labeled() === 0);
        figures.undoSeconds = (performance.now() - started) / 1000;
        await until('what came back is selected', async () => (await map.selected()) === figures.selected);
      });
      await step('pointing at a point shows its picture', async () => {
        await map.plot.focus();
        await page.keyboard.press('Escape');
        await page.keyboard.press('ArrowRight');
        const ring = panel.frame.locator('.scatter-ring.is-cursor').first();
        const at = await ring.boundingBox();
        assert.ok(at, 'no point is under the cursor');
        await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
        const image = panel.frame.locator('.map-card img');
        await image.waitFor();
        await until('it is drawn', () => image.evaluate((drawn: HTMLImageElement) => drawn.naturalWidth > 0));
        await page.mouse.move(2, 300);
      });
      await step('keys alone: to points, several of them, a label, the large image and back', async () => {
        await map.plot.focus();
        const here = panel.frame.locator('.why .path');
        const before = await here.textContent();
        await page.keyboard.press('ArrowUp');
        await until('the cursor is on another image', async () => (await here.textContent()) !== before);
        for (const key of ['ArrowLeft', 'ArrowUp']) await page.keyboard.press(`Shift+${key}`);
        await until('three are selected', async () => (await map.selected()) === 3);
        await page.keyboard.press('1');
        await until('labels.csv has three', async () => labeled() === 3);
        await page.keyboard.press('Backspace');
        await until('labels.csv has none', async () => labeled() === 0);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Enter');
        await panel.frame.locator('.stage:not([hidden]) .picture').waitFor();
        await page.keyboard.press('Escape');
        await panel.frame.locator('.stage').waitFor({ state: 'hidden' });
        await until('the plot has the focus again', () =>
          map.plot.evaluate((plot) => plot === document.activeElement),
        );
      });
      await step('an image that is deleted leaves the map', async () => {
        rmSync(path.join(folder, paths[0]));
        const left = count - 1;
        const drawn = `drawing ${left.toLocaleString('en')} of ${left.toLocaleString('en')}`;
        await map.state.filter({ hasText: drawn }).waitFor();
      });
      await step('nothing broke the content security policy, which is in force', async () => {
        assert.deepEqual(cspLines(workbench.console), []);
        assert.ok(await refusesInlineScript(panel.frame));
        assert.notDeepEqual(cspLines(workbench.console), [], 'the console shows what the policy refuses');
      });
    },
  );
  return { results, ...figures };
}
