import type { Page } from 'playwright-core';
import { until } from './until.ts';
import { runCommand } from './workbench.ts';

/** What VS Code says under *Show Running Extensions* about the activation of ours, in milliseconds. */
export async function activationTime(page: Page): Promise<number> {
  // Only rows in view exist, and the quickest come last.
  await page.setViewportSize({ width: 1400, height: 4000 });
  await runCommand(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: /next-batch/i });
  let time: string | undefined;
  await until('VS Code says how long the activation took', async () => {
    time = /Activation: (\d+)\s*ms/.exec((await row.first().textContent()) ?? '')?.[1];
    return time !== undefined;
  });
  return Number(time);
}
