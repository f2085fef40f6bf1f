// npm run smoke -- <file.vsix>: installs a package in a VS Code of this machine and embeds three images with it.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { bundleInHost } from './bundleSuite.ts';
import { ensureChromium } from './chromium.mjs';
import { findDesktop } from './desktop.ts';
import { originFrom } from './origin.ts';
import { runInVscode } from './runInVscode.ts';
import { ensureServer, serverUnsupported } from './server.mjs';

const colors = ['tomato', 'gold', 'teal'];
const limit = 180_000;

async function main(): Promise<void> {
  const desktop = findDesktop();
  const reason = desktop === undefined ? serverUnsupported() : undefined;
  if (reason !== undefined) throw new Error(`No VS Code to try the package in: ${reason}.`);
  const { origin } = originFrom(process.argv[2]);
  if (origin.kind !== 'vsix') throw new Error('Name the package to try: npm run smoke -- file.vsix');
  if (desktop === undefined)
    await Promise.all([ensureServer({ say: console.log }), ensureChromium({ say: console.log })]);
  // A short name: sockets in it have long ones.
  const scratch = mkdtempSync(path.join(tmpdir(), 'nb-'));
  try {
    const folder = path.join(scratch, 'images');
    mkdirSync(folder);
    for (const color of colors)
      await sharp({ create: { width: 320, height: 240, channels: 3, background: color } })
        .jpeg()
        .toFile(path.join(folder, `${color}.jpg`));
    const tests = await bundleInHost('embedThree');
    const env = { NEXT_BATCH_SMOKE_FOLDER: folder };
    const code = await runInVscode(desktop, { name: 'smoke', origin, folder, tests, env }, tooLong());
    const embedded = embeddedIn(path.join(folder, '.next-batch/cache'));
    console.log(`${path.basename(origin.file)}: ${embedded} of ${colors.length} images embedded`);
    process.exitCode = code === 0 && embedded === colors.length ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Each embedding has a line beside its row. */
function embeddedIn(cache: string): number {
  const names = readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\d{4}\.jsonl$/.test(name),
  );
  const lines = names.flatMap((name) => readFileSync(path.join(cache, name), 'utf8').trimEnd().split('\n'));
  return lines.length;
}

async function tooLong(): Promise<never> {
  await wait(limit, undefined, { ref: false });
  throw new Error(`VS Code did not end within ${limit / 1000} s.`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
