import type { Page } from 'playwright-core';
import { runCommand } from './workbench.ts';

interface Theme {
  readonly name: string;
  /** As the list of *Color Theme* shows it. */
  readonly title: string;
  /** Class of the workbench while it is on. */
  readonly mark: string;
}

export const themes: readonly Theme[] = [
  { name: 'dark', title: 'Dark 2026', mark: 'vs-dark' },
  { name: 'light', title: 'Light 2026', mark: 'vs' },
  { name: 'high-contrast', title: 'Dark High Contrast', mark: 'hc-black' },
];

/** Picks a color theme as a person does, and waits until the workbench wears it. */
export async function pickTheme(page: Page, { title, mark }: Theme): Promise<void> {
  await runCommand(page, 'Preferences: Color Theme');
  const input = page.locator('.quick-input-widget input.input[placeholder*="Color Theme"]');
  await input.fill(title);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.monaco-workbench.${mark}`).waitFor();
}
