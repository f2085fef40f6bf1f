import type { Page } from 'playwright-core';
import { until } from './until.ts';
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
  const input = page.locator('.quick-input-widget input.input[placeholder*="Color Theme"]');
  const found = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title });
  // Soon after the start, the list that opens holds no theme yet.
  await until('the theme is found', async () => {
    await runCommand(page, 'Preferences: Color Theme');
    await input.fill(title);
    const isFound = await found.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (!isFound) await page.keyboard.press('Escape');
    return isFound;
  });
  await page.keyboard.press('Enter');
  await page.locator(`.monaco-workbench.${mark}`).waitFor();
}
