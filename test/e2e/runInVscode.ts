import { type Desktop, runOnDesktop } from './desktop.ts';
import { openWorkbench, printLogs, type WorkbenchOptions } from './workbench.ts';

/**
 * Runs a suite in the extension host of a real VS Code: the desktop's, else the server's. Resolves with its exit code.
 * `stalled` rejects when the suite hangs.
 */
export async function runInVscode(
  desktop: Desktop | undefined,
  options: WorkbenchOptions & { readonly tests: string },
  stalled: Promise<never>,
): Promise<number> {
  if (desktop === undefined) return runInServer(options, stalled);
  const run = runOnDesktop(desktop, options).then(
    () => 0,
    (error: unknown) => {
      console.log(error);
      return 1;
    },
  );
  return Promise.race([run, stalled]);
}

async function runInServer(
  options: WorkbenchOptions & { readonly tests: string },
  stalled: Promise<never>,
): Promise<number> {
  let ended = (_code: number): void => {};
  const end = new Promise<number>((resolve) => {
    ended = resolve;
  });
  const workbench = await openWorkbench(options, async (page) => {
    await page.exposeFunction('codeAutomationExit', (code: number) => ended(code));
    await page.exposeFunction('codeAutomationLog', () => {});
  });
  try {
    return await Promise.race([end, stalled]);
  } catch (error) {
    printLogs(workbench.logs);
    throw error;
  } finally {
    await workbench.close();
  }
}
