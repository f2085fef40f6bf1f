import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { plainImages, plainName } from './images.ts';
import { journal, labelActs, labelRows } from './labelFiles.ts';
import { PanelPage } from './panelPage.ts';
import type { StepResult } from './steps.ts';
import { tellStory } from './story.ts';
import { until } from './until.ts';
import { answerFileDialog, answerFolderDialog, runCommand } from './workbench.ts';

const origin = { kind: 'source' } as const;
const count = 40;
const classes = ['disc', 'bars', 'checks'];
const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => plainName(from + i));

/** Two windows on one folder. */
export function driveTwoWindows(): Promise<readonly StepResult[]> {
  return tellStory(
    { name: 'two-windows', origin },
    (folder) => plainImages(folder, count),
    async ({ folder, workbench, panel, step }) => {
      const { page } = workbench;
      const other = await workbench.openWindow();
      const otherPanel = new PanelPage(other);

      await step('both windows show the folder, and classes added in one', async () => {
        for (const [window, itsPanel] of [
          [page, panel],
          [other, otherPanel],
        ] as const)
          await openFolder(window, itsPanel, folder);
        for (const name of classes) await panel.addClass(name);
        for (const name of classes) await otherPanel.classButton(name).waitFor();
      });
      await step(
        'both label at the same time: every act is in the journal, none lost, none doubled',
        async () => {
          await Promise.all([
            labelFrom(page, panel, 0, Array(12).fill('1')),
            labelFrom(other, otherPanel, 20, Array(12).fill('2')),
          ]);
          const expected = [
            ...range(0, 12).map((image) => `${image}=disc`),
            ...range(20, 32).map((image) => `${image}=bars`),
          ];
          await until('24 acts are in the journal', async () => labelActs(folder).length >= 24);
          assert.deepEqual(labelActs(folder).toSorted(), expected);
          const windows = new Set(journal(folder).map(({ window }) => window));
          assert.equal(windows.size, 2);
          await until('labels.csv holds all of them', async () => labelRows(folder).size === 24);
          assert.deepEqual(
            [...labelRows(folder)].map((row) => row.join('=')),
            expected,
          );
        },
      );
      await step('both windows show all labels', async () => {
        const expected = complete(labelRows(folder), range(0, count));
        for (const shown of [panel, otherPanel])
          await until('a window shows all', async () => sameMap(await labelsShown(shown), expected));
      });
      await step('an image labeled in both: the later label stands in both', async () => {
        await labelFrom(page, panel, 35, ['1']);
        await until(
          'the other window shows it',
          async () => (await labelsShown(otherPanel)).get(plainName(35)) === 'disc',
        );
        await labelFrom(other, otherPanel, 35, ['2']);
        await until('labels.csv has the later', async () => labelRows(folder).get(plainName(35)) === 'bars');
        await until(
          'this window shows it',
          async () => (await labelsShown(panel)).get(plainName(35)) === 'bars',
        );
      });
      await step('undo of what another window changed is refused with a sentence', async () => {
        await panel.grid.focus();
        await page.keyboard.press('Backspace');
        await panel.frame
          .getByText(/another window|changed since/i)
          .first()
          .waitFor();
        assert.equal(labelRows(folder).get(plainName(35)), 'bars');
      });
    },
  );
}

/** labels.csv edited by hand in VS Code's own editor, and by a program, while labels are given. */
export function driveHandEdits(): Promise<readonly StepResult[]> {
  return tellStory(
    { name: 'hand-edits', origin },
    (folder) => plainImages(folder, count),
    async ({ folder, workbench, panel, step }) => {
      const { page } = workbench;
      const file = path.join(folder, 'labels.csv');
      const other = await workbench.openWindow();
      const otherPanel = new PanelPage(other);

      await step('one window labels', async () => {
        await openFolder(page, panel, folder);
        await openFolder(other, otherPanel, folder);
        for (const name of classes) await panel.addClass(name);
        for (const name of classes) await otherPanel.classButton(name).waitFor();
        await labelFrom(page, panel, 0, Array(10).fill('1'));
        await until('labels.csv holds ten rows', async () => labelRows(folder).size === 10);
      });
      await step('a label edited and saved in the text editor while the other window labels', async () => {
        await runCommand(page, 'File: Open File');
        await answerFileDialog(page, folder, file);
        await page.getByRole('tab', { name: /labels\.csv/ }).waitFor();
        await replaceLabel(page, 0, 'checks');
        await page.keyboard.press('ControlOrMeta+S');
        await labelFrom(other, otherPanel, 20, Array(8).fill('2'));
        await until('the file holds the edit and the labels', async () => {
          const rows = labelRows(folder);
          return rows.get(plainName(0)) === 'checks' && rows.size === 18;
        });
        await until(
          'the other window shows the edit',
          async () => (await labelsShown(otherPanel)).get(plainName(0)) === 'checks',
        );
        const adopted = journal(folder).flatMap(({ rows = [] }) => rows);
        assert.deepEqual(
          adopted.map(({ path: image, to }) => `${image}=${to?.label}`),
          [`${plainName(0)}=checks`],
        );
        assert.equal(labelActs(folder).length, 18);
      });
      await step(
        'labels that arrive while the editor has unsaved changes: VS Code asks before it overwrites',
        async () => {
          await replaceLabel(page, 1, 'bars');
          await labelFrom(other, otherPanel, 30, ['3', '3']);
          await until('labels.csv has them', async () => labelRows(folder).size === 20);
          await page.keyboard.press('ControlOrMeta+S');
          await page.locator('.notification-toast', { hasText: /newer/ }).waitFor();
          assert.equal(labelRows(folder).size, 20);
          await page.keyboard.press('Escape');
          await runCommand(page, 'File: Revert File');
          await until(
            'the editor shows the file',
            async () =>
              (await page.locator('.monaco-editor .view-lines').first().textContent())?.includes('checks') ===
              true,
          );
          assert.equal(labelRows(folder).get(plainName(1)), 'disc');
        },
      );
      await step(
        'an image labeled here and in the file at once: ours stands, and the panel shows both',
        async () => {
          await goTo(other, otherPanel, 36);
          await other.keyboard.press('1');
          // Before labels.csv is written, as a program would that read it a moment ago.
          await until('the act is in the journal', async () =>
            labelActs(folder).includes(`${plainName(36)}=disc`),
          );
          writeFileSync(
            file,
            `${readFileSync(file, 'utf8').replace(/image-036.*\n/, '')}${plainName(36)},bars\n`,
          );
          const problem = otherPanel.frame.locator('[data-list=problems]');
          await problem.waitFor();
          console.error('TEXT', await problem.textContent());
          console.error(
            readFileSync(path.join(folder, '.next-batch/history.jsonl'), 'utf8')
              .split('\n')
              .slice(-8)
              .join('\n'),
          );
          await until('it names the image and both labels', async () =>
            /image-036.*disc.*bars/.test((await problem.textContent()) ?? ''),
          );
          await until('ours stands in the file', async () => labelRows(folder).get(plainName(36)) === 'disc');
          assert.ok(journal(folder).some(({ kind }) => kind === 'conflict'));
          assert.equal(labelRows(folder).size, 21);
        },
      );
    },
  );
}

/** `git checkout` of another branch while the panel is open. */
export function driveGitCheckout(): Promise<readonly StepResult[]> {
  return tellStory(
    { name: 'git-checkout', origin },
    async (folder) => {
      await plainImages(folder, count);
      git(folder, 'init', '--quiet', '--initial-branch=main');
      git(folder, 'add', '--all');
      git(folder, 'commit', '--quiet', '--message=images');
    },
    async ({ folder, workbench, panel, step }) => {
      const { page } = workbench;
      const shows = async (expected: ReadonlyMap<string, string>): Promise<boolean> =>
        sameMap(await labelsShown(panel), complete(expected, range(0, count)));
      let ofMain: ReadonlyMap<string, string> = new Map();

      await step('labels are given and committed on two branches', async () => {
        await openFolder(page, panel, folder);
        for (const name of classes) await panel.addClass(name);
        await labelFrom(page, panel, 0, ['1', '1', '1', '1', '1']);
        await commit(folder, 5);
        git(folder, 'checkout', '--quiet', '-b', 'other');
        await labelFrom(page, panel, 4, ['2', '2', '2']);
        await commit(folder, 7);
        await until('the panel shows them', () => shows(labelRows(folder)));
      });
      await step(
        'checkout of a branch with fewer labels: the panel shows that branch, and says so',
        async () => {
          git(folder, 'checkout', '--quiet', 'main');
          await until('the panel shows it', () =>
            shows(new Map(range(0, 5).map((image) => [image, 'disc']))),
          );
          const problem = panel.frame.locator('[data-list=problems]');
          await problem.waitFor();
          assert.match((await problem.textContent()) ?? '', /history\.jsonl was replaced/);
          assert.equal(labelRows(folder).size, 5);
        },
      );
      await step('labels given in the moment of a checkout are on the branch that is there', async () => {
        await labelFrom(page, panel, 10, ['3', '3']);
        await commit(folder, 7);
        ofMain = labelRows(folder);
        await goTo(page, panel, 20);
        git(folder, 'checkout', '--quiet', 'other');
        for (const key of ['1', '2', '3']) await page.keyboard.press(key);
        const expected = ['disc', 'bars', 'checks'].map((label, i) => `${plainName(20 + i)}=${label}`);
        await until('they are in its journal', async () =>
          expected.every((act) => labelActs(folder).includes(act)),
        );
        await until('and in its labels.csv, beside those it had', async () => labelRows(folder).size === 10);
        assert.equal(labelRows(folder).get(plainName(4)), 'bars');
        assert.equal(labelRows(folder).has(plainName(10)), false);
        await until('the panel shows them', () => shows(labelRows(folder)));
      });
      await step('back on the first branch, everything of it is there', async () => {
        await commit(folder, 10);
        git(folder, 'checkout', '--quiet', 'main');
        await until('the panel shows it', () => shows(ofMain));
        assert.deepEqual(labelRows(folder), ofMain);
      });
    },
  );
}

/** The image folder disappears and comes back while the panel is open. */
export function driveFolderGone(): Promise<readonly StepResult[]> {
  return tellStory(
    { name: 'folder-gone', origin },
    async (folder) => {
      mkdirSync(path.join(folder, 'photos'));
      await plainImages(path.join(folder, 'photos'), count);
    },
    async ({ folder, workbench, panel, step }) => {
      const { page } = workbench;
      const photos = path.join(folder, 'photos');
      const banner = panel.frame.getByRole('alert').or(panel.frame.locator('.banner')).first();

      await step('labels are given', async () => {
        await openFolder(page, panel, photos, folder);
        for (const name of classes) await panel.addClass(name);
        await labelFrom(page, panel, 0, ['1', '2', '3']);
        await until('labels.csv holds them', async () => labelRows(photos).size === 3);
      });
      await step('the folder is renamed: a sentence names it, with one button', async () => {
        renameSync(photos, `${photos}-moved`);
        await until('the panel says so', async () =>
          ((await banner.textContent().catch(() => '')) ?? '').includes('photos'),
        );
        assert.equal(await banner.getByRole('button').filter({ hasText: /\w/ }).count(), 1);
      });
      await step('a key then labels nothing, makes no new folder, and loses nothing', async () => {
        await panel.frame.locator('body').press('1');
        await new Promise((resolve) => setTimeout(resolve, 1500));
        assert.equal(existsSync(photos), false);
        assert.equal(labelRows(`${photos}-moved`).size, 3);
      });
      await step('it comes back: labels are there, and labeling goes on', async () => {
        renameSync(`${photos}-moved`, photos);
        await until('the images are shown again', async () => {
          const labels = await panel.labels().catch(() => []);
          return labels.filter(Boolean).length === 3;
        });
        await labelFrom(page, panel, 5, ['2']);
        await until('labels.csv has the next', async () => labelRows(photos).get(plainName(5)) === 'bars');
        assert.equal(labelRows(photos).size, 4);
      });
    },
  );
}

/** Shows all images of a folder, small enough that all are in view. */
async function openFolder(page: Page, panel: PanelPage, folder: string, workspace = folder): Promise<void> {
  await runCommand(page, 'Next Batch: Open Image Folder');
  if (folder === workspace) await answerFileDialog(page, workspace);
  else await answerFolderDialog(page, workspace, folder);
  await panel.cells.first().waitFor();
  for (let i = 0; i < 6 && (await panel.paths()).length < count; i++) await page.keyboard.press('-');
  await until('all images are in view', async () => (await panel.paths()).length === count);
}

async function goTo(page: Page, panel: PanelPage, index: number): Promise<void> {
  await panel.grid.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < index; i++) await page.keyboard.press('ArrowRight');
}

async function labelFrom(
  page: Page,
  panel: PanelPage,
  index: number,
  keys: readonly string[],
): Promise<void> {
  await goTo(page, panel, index);
  for (const key of keys) await page.keyboard.press(key);
}

async function labelsShown(panel: PanelPage): Promise<ReadonlyMap<string, string>> {
  const [paths, labels] = [await panel.paths(), await panel.labels()];
  return new Map(paths.map((image, i) => [image, labels[i]]));
}

function sameMap(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

/** A label, or '', for each image. */
function complete(
  labels: ReadonlyMap<string, string>,
  images: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(images.map((image) => [image, labels.get(image) ?? '']));
}

/** Replaces the label in a row of labels.csv, which the text editor shows. */
async function replaceLabel(page: Page, row: number, label: string): Promise<void> {
  await page.locator('.editor-group-container .monaco-editor .view-lines').first().click();
  await page.keyboard.press('ControlOrMeta+Home');
  for (let i = 0; i <= row; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('ControlOrMeta+Shift+ArrowLeft');
  await page.keyboard.type(label);
}

function git(folder: string, ...words: string[]): void {
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...words], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Commits labels and journal once they rest. */
async function commit(folder: string, rows: number): Promise<void> {
  await until(`labels.csv holds ${rows} rows`, async () => labelRows(folder).size === rows);
  await until('its checkpoint is noted', async () => journal(folder).at(-1)?.kind === 'checkpoint');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message=labels');
}
