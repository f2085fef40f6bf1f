import type { Page } from 'playwright-core';
import { runCommand } from './workbench.ts';

/** What VS Code says under *Show Running Extensions* about the activation of ours, in milliseconds. */
export async function activationTime(page: Page): Promise<number> {
  // Only rows in view exist, and the quickest come last.
  await page.setViewportSize({ width: 1400, height: 4000 });
  await runCommand(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: /next-batch/i });
  const text = await row.first().textContent();
  const found = /Activation: (\d+)\s*ms/.exec(text ?? '');
  if (!found) throw new Error(`No activation time in ${JSON.stringify(text)}.`);
  return Number(found[1]);
}
