// From a class key to the next image, in a real VS Code of 1200 x 900 on 50,000 images of which 20,000 are labeled; every
// act is written and fsynced. From the keydown in the page to after the frame that shows the next image.
//   node --import tsx test/acceptance/keyLatency.ts
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { openLargePanel, quantile, tenth } from '../e2e/largePanel.ts';
import type { PanelPage } from '../e2e/panelPage.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { report, skip } from '../support/measurement.ts';

const item = 'key to next image, 50,000 images, 20,000 labeled';
const keys = 100;
const pauseMs = 150;
const targets = { p50: 20, p95: 50 };

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const { workbench, panel, open } = await openLargePanel('key-latency', 20_000);
  const { page } = workbench;
  try {
    await open();
    await panel.frame.locator('.cell.is-loaded').first().waitFor();
    await panel.frame.locator('[data-value=unlabeled]').click();
    await panel.frame.locator('.cell.is-cursor.is-loaded').waitFor();
    await panel.grid.focus();
    tell('in the grid', await typed(page, panel));
    await page.keyboard.press('Enter');
    await panel.frame.locator('.stage .picture').waitFor();
    tell('in the large image', await typed(page, panel));
  } finally {
    await workbench.close();
  }
}

function tell(where: string, times: readonly number[]): void {
  for (const [name, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const value = quantile(times, share);
    const target = targets[name];
    report({
      item: `${item}: ${where}, ${name}`,
      value: tenth(value),
      unit: 'ms',
      target: `<= ${target}`,
      pass: times.length === keys && value <= target,
    });
  }
}

/** Presses a class key again and again; returns what each took, in milliseconds. */
async function typed(page: Page, panel: PanelPage): Promise<readonly number[]> {
  const document = panel.frame.locator('html');
  await document.evaluate(noteKeys);
  for (let i = 0; i < keys; i++) {
    await page.keyboard.press('1');
    await wait(pauseMs);
  }
  return document.evaluate(() => (window as unknown as { keyTimes: readonly number[] }).keyTimes);
}

/** In the page: from then on `keyTimes` holds what each key took until the frame with the next image was painted. */
function noteKeys(): void {
  const times: number[] = [];
  const known = window as unknown as { keyTimes?: number[] };
  const isFirst = known.keyTimes === undefined;
  known.keyTimes = times;
  if (!isFirst) return;
  const shown = (): string => {
    const stage = document.querySelector('.stage:not([hidden])');
    if (stage === null)
      return document.querySelector('.cell.is-cursor.is-loaded')?.getAttribute('data-path') ?? '';
    const image = stage.querySelector<HTMLImageElement>('.picture');
    return image?.complete && !image.hidden ? image.src : '';
  };
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      const before = shown();
      const look = (): void => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            const now = shown();
            if (now !== '' && now !== before) known.keyTimes?.push(performance.now() - timeStamp);
            else if (performance.now() - timeStamp < 2000) look();
          };
          port2.postMessage(null);
        });
      };
      look();
    },
    true,
  );
}

void main();
