import type { Page } from 'playwright-core';
import { until } from './until.ts';
import { runCommand } from './workbench.ts';

/** What VS Code says under *Show Running Extensions* about the activation of ours, in milliseconds. */
export async function activationTime(page: Page): Promise<number> {
  // Only rows in view exist, and the quickest come last.
  await page.setViewportSize({ width: 1400, height: 4000 });
  const list = page.locator('.runtime-extensions-editor');
  // In a window that has just changed its size the palette now and then closes without running anything.
  await until('the running extensions are listed', async () => {
    if (!(await list.isVisible())) await runCommand(page, 'Developer: Show Running Extensions');
    return list.isVisible();
  });
  const row = list.locator('.monaco-list-row', { hasText: /next-batch/i });
  let time: string | undefined;
  await until('VS Code says how long the activation took', async () => {
    time = /Activation: (\d+)\s*ms/.exec((await row.first().textContent()) ?? '')?.[1];
    return time !== undefined;
  });
  return Number(time);
}
