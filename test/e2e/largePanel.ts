import { largeFolder } from '../support/largeFolder.ts';
import { lastEnter, watchKeys } from './frameClock.ts';
import { PanelPage } from './panelPage.ts';
import { answerFileDialog, openWorkbench, runCommand, type Workbench } from './workbench.ts';

export interface LargePanel {
  readonly workbench: Workbench;
  readonly panel: PanelPage;
  readonly folder: string;
  readonly classes: readonly string[];
  /** Asks for the folder, as a person does; returns when it was asked for, in milliseconds since 1970. */
  readonly open: () => Promise<number>;
}

/** A real VS Code of 1200 x 900 beside a folder of 50,000 generated images, all different; the panel is not open yet. */
export async function openLargePanel(name: string, labels = 0): Promise<LargePanel> {
  const { folder, classes } = await largeFolder({ images: 50_000, folders: 100, labels });
  const workbench = await openWorkbench({ name, origin: { kind: 'source' }, folder }, async (page) => {
    await page.setViewportSize({ width: 1200, height: 900 });
    await watchKeys(page);
  });
  const { page } = workbench;
  const open = async (): Promise<number> => {
    await runCommand(page, 'Next Batch: Open Image Folder');
    await answerFileDialog(page, folder);
    return lastEnter(page);
  };
  return { workbench, panel: new PanelPage(page), folder, classes, open };
}

/** The value below which `share` of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** To a tenth. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
