import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PanelPage } from './panelPage.ts';
import { type StepResult, Steps } from './steps.ts';
import { openWorkbench, printLogs, type Workbench, type WorkbenchOptions } from './workbench.ts';

export interface Story {
  readonly folder: string;
  readonly workbench: Workbench;
  readonly panel: PanelPage;
  /** One step, which is a test; after a failure the others are not run. */
  readonly step: (name: string, work: () => Promise<void>) => Promise<void>;
}

/**
 * Tells a story in a real VS Code on a folder of its own, which `prepare` fills. After a failure, a picture of the window
 * lies beside the logs.
 */
export async function tellStory(
  options: Omit<WorkbenchOptions, 'folder'>,
  prepare: (folder: string) => Promise<void>,
  tell: (story: Story) => Promise<void>,
): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-story-'));
  try {
    await prepare(folder);
    const workbench = await openWorkbench({ ...options, folder });
    try {
      const panel = new PanelPage(workbench.page);
      await tell({ folder, workbench, panel, step: (name, work) => steps.step(name, work) });
    } finally {
      if (steps.hasFailed) {
        const pages = workbench.page.context().pages();
        for (const [i, page] of pages.entries())
          await page.screenshot({ path: path.join(workbench.logs, `failed-${i}.png`) }).catch(() => {});
        printLogs(workbench.logs);
      }
      await workbench.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return steps.results;
}
