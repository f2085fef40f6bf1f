// Finds the browser that drives the workbench, or installs Debian's. Imports only node:*.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
];

/** The browser's file: environment variable CHROMIUM, else the first known place that exists. */
export function findChromium() {
  return process.env.CHROMIUM ?? places.find((place) => existsSync(place));
}

/**
 * Makes sure there is a Chromium: installs it through apt when we are root on Debian, else throws a sentence that says
 * what to install.
 * @param {{ say: (line: string) => void }} options
 */
export async function ensureChromium({ say }) {
  if (findChromium()) return;
  const isDebian = existsSync('/usr/bin/apt-get');
  if (!isDebian || process.getuid?.() !== 0)
    throw new Error(
      `The tests drive VS Code in Chromium, and there is none: install it (${isDebian ? 'sudo apt-get install chromium' : 'https://www.chromium.org'}), or name one in the environment variable CHROMIUM.`,
    );
  say('Installing Chromium (apt) ...');
  await apt('install', '-y', '--no-install-recommends', 'chromium').catch(async () => {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', 'chromium');
  });
}

/** @param {string[]} words */
function apt(...words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return promisify(execFile)('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...words], { env, maxBuffer: 1e8 });
}
