import { createWriteStream } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.mjs';

/** A page of a headless Chromium, and all that its console said. */
export interface BrowserPage {
  readonly page: Page;
  readonly console: readonly string[];
  close(): Promise<void>;
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens an empty page that can reach nothing but this machine. `log`: file for its console and its failed requests. */
export async function openBrowser(log: string): Promise<BrowserPage> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('No Chromium: run `npm test`, which installs it or says how.');
  const browser: Browser = await chromium.launch({ executablePath, args: flags });
  // Service workers stay allowed: a webview's resources come through one.
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    serviceWorkers: 'allow',
  });
  const page = await context.newPage();
  const file = createWriteStream(log);
  const lines: string[] = [];
  page.on('console', (message) => {
    const line = `[${message.type()}] ${message.text()} (${message.location().url})`;
    lines.push(line);
    file.write(`${line}\n`);
  });
  page.on('pageerror', (error) => file.write(`[pageerror] ${error}\n`));
  page.on('requestfailed', (request) =>
    file.write(`[requestfailed] ${request.url()} ${request.failure()?.errorText}\n`),
  );
  page.on('crash', () => file.write('[crash] the page is gone\n'));
  await context.route(
    (url) => url.hostname !== '127.0.0.1' && url.hostname !== 'localhost',
    (route) => route.abort(),
  );
  const close = async (): Promise<void> => {
    await browser.close();
    file.end();
  };
  return { page, console: lines, close };
}
