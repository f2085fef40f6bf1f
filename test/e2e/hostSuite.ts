// The suite of test/extension in the extension host of a real VS Code: `hostSuite.ts source` or `hostSuite.ts <file.vsix>`.
// Its last line is `N passed, N failed`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleSuite } from './bundleSuite.ts';
import { makeImages } from './images.ts';
import { originFrom } from './origin.ts';
import { printResults } from './suiteResults.ts';
import { openWorkbench, root, type Workbench } from './workbench.ts';

/** A VS Code that reports nothing new for this long hangs. */
const patience = Number(process.env.NEXT_BATCH_TEST_PATIENCE_MS ?? 90_000);

async function main(): Promise<void> {
  const { name, origin } = originFrom(process.argv[2]);
  const results = path.join(root, '.build/results', `host-${name}.jsonl`);
  mkdirSync(path.dirname(results), { recursive: true });
  rmSync(results, { force: true });
  const tests = await bundleSuite();
  const images = mkdtempSync(path.join(tmpdir(), 'next-batch-images-'));
  try {
    await makeImages(images);
    await runSuite({ name: `host-${name}`, origin, folder: images, tests }, results);
  } finally {
    rmSync(images, { recursive: true, force: true });
  }
  const { passed, failed, skipped } = printResults(results);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

async function runSuite(options: Parameters<typeof openWorkbench>[0], results: string): Promise<void> {
  let ended = (): void => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const workbench = await openWorkbench(
    { ...options, env: { NEXT_BATCH_RESULTS: results, NEXT_BATCH_TEST_IMAGES: options.folder } },
    async (page) => {
      await page.exposeFunction('codeAutomationExit', ended);
      await page.exposeFunction('codeAutomationLog', () => {});
    },
  );
  try {
    await Promise.race([end, stalled(results)]);
  } catch (error) {
    printLogs(workbench);
    throw error;
  } finally {
    await workbench.close();
  }
}

/** Rejects when the file has not grown for `patience`. */
function stalled(file: string): Promise<never> {
  return new Promise((_, reject) => {
    let size = 0;
    let news = Date.now();
    const timer = setInterval(() => {
      const now = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (now !== size) news = Date.now();
      size = now;
      if (Date.now() - news < patience) return;
      clearInterval(timer);
      reject(new Error(`VS Code reported nothing for ${patience / 1000} s: it hangs.`));
    }, 500).unref();
  });
}

function printLogs(workbench: Workbench): void {
  for (const name of ['server.log', 'browser.log']) {
    console.log(`--- ${name}`);
    console.log(readFileSync(path.join(workbench.logs, name), 'utf8').slice(-8000));
  }
}

main().catch((error: unknown) => {
  console.log(error);
  console.log('0 passed, 1 failed');
  process.exit(1);
});
