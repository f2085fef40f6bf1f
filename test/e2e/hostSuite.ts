// The suite of test/extension in the extension host of a real VS Code: `hostSuite.ts source` or `hostSuite.ts <file.vsix>`.
// Its last line is `N passed, N failed`.
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleSuite } from './bundleSuite.ts';
import { findDesktop } from './desktop.ts';
import { makeImages } from './images.ts';
import { originFrom } from './origin.ts';
import { runInVscode } from './runInVscode.ts';
import { serverUnsupported } from './server.mjs';
import { type Counts, printResults, stalled } from './suiteResults.ts';

async function main(): Promise<void> {
  const desktop = findDesktop();
  const reason = desktop === undefined ? serverUnsupported() : undefined;
  if (reason !== undefined) {
    console.log(`skipped: ${reason}; install VS Code, or set NEXT_BATCH_DOWNLOAD_VSCODE=1 to download one`);
    console.log('0 passed, 0 failed, 1 skipped');
    return;
  }
  const { name, origin } = originFrom(process.argv[2]);
  const tests = await bundleSuite();
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-suite-'));
  const results = path.join(scratch, 'results.jsonl');
  const folder = path.join(scratch, 'images');
  let counts: Counts;
  try {
    await makeImages(folder);
    const env = {
      NEXT_BATCH_RESULTS: results,
      NEXT_BATCH_TEST_IMAGES: folder,
      NEXT_BATCH_ORIGIN: origin.kind,
      // A test of the suite listens there, in place of the hub.
      NEXT_BATCH_TEST_HUB: `http://127.0.0.1:${await freePort()}`,
    };
    const options = { name: `host-${name}`, origin, folder, tests, env };
    // A failed test is in the results; all that ends the suite early is found there too.
    await runInVscode(desktop, options, stalled(results));
  } finally {
    counts = printResults(results);
    rmSync(scratch, { recursive: true, force: true });
  }
  const { passed, failed, skipped } = counts;
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

main().catch((error: unknown) => {
  console.log(error);
  console.log('0 passed, 1 failed');
  process.exit(1);
});
