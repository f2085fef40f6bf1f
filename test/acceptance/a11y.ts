// axe-core on every view of the real page in VS Code, in three themes: nothing serious, nothing critical.
//   node --import tsx test/acceptance/a11y.ts
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { serverUnsupported } from '../e2e/server.mjs';
import { pickTheme, themes } from '../e2e/themes.ts';
import { firstViews, inScene, labelSome, type Scene, type View, views } from '../e2e/views.ts';
import { root } from '../e2e/workbench.ts';
import { report, skip } from '../support/measurement.ts';

const item = 'a11y: serious or critical findings of axe-core';
const source = readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  await inScene('a11y', async (scene) => {
    await checkDetector(scene);
    await checkAll(scene, firstViews);
    await labelSome(scene);
    await checkAll(scene, views);
  });
}

async function checkAll(scene: Scene, list: readonly View[]): Promise<void> {
  for (const theme of themes) {
    await pickTheme(scene.page, theme);
    for (const { name, show, leave } of list.filter(({ isPage }) => isPage)) {
      await show(scene);
      const found = await findings(scene.page);
      await leave(scene);
      for (const finding of found) console.error(`${name}, ${theme.name}: ${finding}`);
      report({
        item: `${item}, ${name}, ${theme.name}`,
        value: found.length,
        unit: 'findings',
        target: '0',
        pass: found.length === 0,
      });
    }
  }
}

/** What sees nothing proves nothing: a button without a name is planted, and must be found. */
async function checkDetector(scene: Scene): Promise<void> {
  const empty = firstViews.find(({ name }) => name === 'empty');
  await empty?.show(scene);
  const frame = await ourFrame(scene.page);
  await frame.evaluate(() => document.body.append(document.createElement('button')));
  const found = await findings(scene.page);
  await empty?.leave(scene);
  report({
    item: 'a11y: a planted button without a name is found',
    value: found.length,
    unit: 'findings',
    target: '>= 1',
    pass: found.some((finding) => finding.startsWith('button-name')),
  });
}

/** The serious and critical ones, each with its first element. The page's policy allows no script: this one comes from outside. */
async function findings(page: Page): Promise<string[]> {
  const frame = await ourFrame(page);
  await frame.evaluate(source);
  const results = await frame.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help} (${nodes.length}): ${nodes[0].html.slice(0, 300)} ${nodes[0].failureSummary ?? ''}`,
    );
}

async function ourFrame(page: Page): Promise<Frame> {
  for (const frame of page.frames()) {
    const isOurs = await frame
      .evaluate(() => document.querySelector('.page > main') !== null)
      .catch(() => false);
    if (isOurs && frame.parentFrame() !== null) return frame;
  }
  throw new Error('The panel is not on the screen.');
}

void main();
