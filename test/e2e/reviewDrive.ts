import assert from 'node:assert';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { cspLines } from './csp.ts';
import { PanelPage } from './panelPage.ts';
import { copyPhotos } from './photos.ts';
import { type StepResult, Steps } from './steps.ts';
import { pickTheme, themes } from './themes.ts';
import { until } from './until.ts';
import { answerFileDialog, type Origin, openWorkbench, printLogs, root, runCommand } from './workbench.ts';

const labeledCount = 120;
const wrongCount = 10;
const every = labeledCount / wrongCount;
const copies = ['resized', 'recompressed'];

/** Photos with labels of which some are wrong on purpose, and copies of some of them; the true class by name. */
async function plantedFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const truth = copyPhotos(folder);
  const classes = [...new Set(truth.values())];
  const labeled = [...truth].toSorted().slice(0, labeledCount);
  const rows = labeled.map(([name, label], i) => {
    const isWrong = i % every === Math.floor(i / every) % every;
    return `${name},${isWrong ? classes[(classes.indexOf(label) + 1) % classes.length] : label}\n`;
  });
  writeFileSync(path.join(folder, 'labels.csv'), `path,label\n${rows.join('')}`);
  const [first, second, third] = labeled.slice(20).map(([name]) => path.join(folder, name));
  await sharp(first)
    .resize(180)
    .jpeg()
    .toFile(path.join(folder, `${copies[0]}.jpg`));
  await sharp(second)
    .jpeg({ quality: 40 })
    .toFile(path.join(folder, `${copies[1]}.jpg`));
  copyFileSync(third, path.join(folder, 'equal.jpg'));
  return truth;
}

/** Reviews a folder, acts on what was found, ignores some of it, and finds all of it again after a reload. */
export async function driveReview(name: string, origin: Origin): Promise<readonly StepResult[]> {
  const steps = new Steps();
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-review-'));
  const truth = await plantedFolder(folder);
  const workbench = await openWorkbench({ name: `review-${name}`, origin, folder });
  const { page } = workbench;
  const { frame } = new PanelPage(page);
  const labels = () =>
    new Map(
      readFileSync(path.join(folder, 'labels.csv'), 'utf8')
        .split('\n')
        .map((row) => row.split(',') as [string, string]),
    );
  const cursor = frame.locator('.finding.is-cursor');
  const cursorPath = async () => (await cursor.locator('.finding-path').getAttribute('title')) ?? '';
  const check = (id: string) => frame.locator(`.review-check[data-check=${id}]`);
  mkdirSync(path.join(root, '.build/screenshots'), { recursive: true });
  const picture = (what: string): Promise<unknown> =>
    page.screenshot({ path: path.join(root, `.build/screenshots/${name}-review-${what}.png`) });
  let ignored = '';

  try {
    await steps.step(
      'Review Dataset from the palette reviews; without embeddings it says what is too early',
      async () => {
        await runCommand(page, 'Next Batch: Review Dataset');
        await answerFileDialog(page, folder);
        await check('exact-duplicates').waitFor({ timeout: 120_000 });
        await check('label-errors').click();
        await frame.getByText('Too early', { exact: true }).waitFor();
        await picture('early');
      },
    );
    await steps.step('one button embeds the folder and reviews again', async () => {
      await frame.getByRole('button', { name: 'Embed and Review' }).click();
      await cursor.waitFor({ timeout: 180_000 });
      await frame.locator('.finding img').first().waitFor();
    });
    await steps.step('the wrong labels stand in Problems', async () => {
      await runCommand(page, 'Problems: Focus on Problems View');
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'Next Batch' }).first().waitFor();
      await picture('problems');
      const link = page.locator('.markers-panel .monaco-list-row a', { hasText: 'label-errors' }).last();
      await link.click();
      const told = await page.locator('.markers-panel .monaco-list-row').last().getAttribute('aria-label');
      await until('the link leads to the finding', async () => told?.includes(await cursorPath()) === true);
      await runCommand(page, 'View: Hide Panel');
    });
    await steps.step(
      'A gives the class that is suggested, and labels.csv has it; Backspace takes it back',
      async () => {
        await frame.locator('.findings').focus();
        await page.keyboard.press('Home');
        const image = await cursorPath();
        const before = labels().get(image);
        await picture('label-errors');
        await page.keyboard.press('a');
        await until('the label is another one', async () => labels().get(image) !== before);
        assert.equal(labels().get(image), truth.get(image));
        await until('the cursor has moved on', async () => (await cursorPath()) !== image);
        await page.keyboard.press('Backspace');
        await until('the label is back', async () => labels().get(image) === before);
        await until('so is the cursor', async () => (await cursorPath()) === image);
        await page.keyboard.press('a');
        await until('the label is another one again', async () => labels().get(image) !== before);
      },
    );
    await steps.step('X ignores a finding', async () => {
      ignored = (await cursor.getAttribute('data-finding')) ?? '';
      await page.keyboard.press('x');
      await check('ignored').getByText('1', { exact: true }).waitFor();
    });
    await steps.step('copies are found, and one of them is kept', async () => {
      await check('exact-duplicates').click();
      await page.keyboard.press('Enter');
      await frame.locator('.review-large img').nth(1).waitFor();
      await picture('large');
      await page.keyboard.press('Escape');
      await page.keyboard.press('a');
      await until('the copy is skipped', async () =>
        readFileSync(path.join(folder, 'labels.csv'), 'utf8').includes('equal.jpg,,skip'),
      );
      await check('near-duplicates').click();
      for (const copy of copies) await frame.locator(`.finding-path[title*="${copy}.jpg"]`).waitFor();
      await picture('near-duplicates');
    });
    await steps.step('all suggestions that are left are accepted at once', async () => {
      await check('label-errors').click();
      const all = frame.getByRole('button', { name: /^Accept \d+ suggestions$/ });
      await all.waitFor();
      await all.click();
      await frame
        .getByText('All done here.')
        .or(frame.locator('.finding[data-status=done]').first())
        .waitFor();
      await until('most mistakes are mended', async () => {
        const wrong = [...truth].filter(([image, label]) => (labels().get(image) ?? label) !== label);
        return wrong.length <= wrongCount / 2;
      });
    });
    await steps.step('after a reload of the window what was ignored is so in the next review', async () => {
      await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
      await frame.getByRole('button', { name: 'Review Dataset' }).click({ timeout: 60_000 });
      await check('ignored').getByText('1', { exact: true }).waitFor({ timeout: 120_000 });
      await check('ignored').click();
      await frame.locator(`.finding[data-finding="${ignored}"]`).waitFor();
    });
    await steps.step('it is legible in every theme', async () => {
      await check('near-duplicates').click();
      await picturesInThemes(page, picture);
    });
    await steps.step('nothing broke the content security policy', async () => {
      assert.deepEqual(cspLines(workbench.console), []);
    });
  } finally {
    if (steps.hasFailed) {
      await page.screenshot({ path: path.join(workbench.logs, 'failed.png') }).catch(() => {});
      printLogs(workbench.logs);
    }
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return steps.results;
}

async function picturesInThemes(page: Page, picture: (what: string) => Promise<unknown>): Promise<void> {
  for (const theme of themes) {
    await pickTheme(page, theme);
    await picture(theme.name);
  }
}
