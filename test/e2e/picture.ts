// Takes the picture of the README: the demo folder (npm start makes it) in a real VS Code, some images labeled.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PanelPage } from './panelPage.ts';
import { openWorkbench, root, runCommand } from './workbench.ts';

const labeled = 11;

async function main(): Promise<void> {
  const photos = path.join(root, 'demo/photos');
  if (!existsSync(photos))
    throw new Error('There is no demo folder yet; run `npm start -- --no-editor` first.');
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-picture-'));
  const folder = path.join(scratch, 'photos');
  cpSync(photos, folder, { recursive: true, filter: (from) => !/labels\.csv$|\.next-batch/.test(from) });
  const rows = readFileSync(path.join(root, 'demo/truth.csv'), 'utf8').trim().split('\n').slice(1);
  const truth = new Map(rows.map((line) => line.split(',') as [path: string, label: string]));

  const workbench = await openWorkbench({ name: 'picture', origin: { kind: 'source' }, folder });
  const { page } = workbench;
  try {
    const panel = new PanelPage(page);
    await runCommand(page, 'Next Batch: Select Next Batch');
    const input = page.locator('.quick-input-widget input.input');
    await page.waitForFunction(
      ([selector, start]) => document.querySelector<HTMLInputElement>(selector)?.value.startsWith(start),
      ['.quick-input-widget input.input', folder] as const,
    );
    await input.press('Enter');
    await panel.frame.locator('.strategy').waitFor({ timeout: 120_000 });
    const picks = await panel.paths();
    const classes = [...new Set(picks.map((pick) => truth.get(pick) ?? 'other'))];
    for (const name of classes) await panel.addClass(name);
    for (const pick of picks.slice(0, labeled))
      await page.keyboard.press(String(classes.indexOf(truth.get(pick) ?? 'other') + 1));
    await panel.status.filter({ hasText: path.basename(picks[labeled - 1]) }).waitFor();
    for (const image of await panel.cells.locator('img').all())
      if (await image.isVisible()) await image.evaluate((element: HTMLImageElement) => element.decode());
    mkdirSync(path.join(root, 'docs/images'), { recursive: true });
    await page.screenshot({ path: path.join(root, 'docs/images/panel.png') });
  } finally {
    await workbench.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

void main();
