import assert from 'node:assert';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cspLines, refusesInlineScript } from './csp.ts';
import { copyDemo } from './demoPhotos.ts';
import { type AskedQuestion, RelationsPage } from './relationsPage.ts';
import type { StepResult } from './steps.ts';
import { tellStory } from './story.ts';
import { pickTheme, themes } from './themes.ts';
import { until } from './until.ts';
import { type Origin, root, runCommand } from './workbench.ts';

/** As many questions with several images are answered. */
const screens = 10;
const most = 60;

interface Line {
  readonly id: string;
  readonly kind: 'grid' | 'pair' | 'retract';
  readonly anchor: string;
  readonly same: readonly string[];
  readonly different: readonly string[];
}

interface Row {
  readonly image: string;
  readonly label: string;
  readonly source: string;
}

/**
 * What a person does in the view of relations, by keys: ten questions, a name for a group, an undo, a contradiction that another
 * program brings and one question settles, a label of their own in place of one that followed; and a reload.
 */
export async function driveRelations(name: string, origin: Origin): Promise<readonly StepResult[]> {
  let truth: ReadonlyMap<string, string> = new Map();
  const settings = { 'nextBatch.imageFolder': '.', 'window.commandCenter': false };
  const prepare = async (folder: string): Promise<void> => {
    truth = await copyDemo(folder);
  };
  mkdirSync(path.join(root, '.build/screenshots'), { recursive: true });
  return tellStory(
    { name: `relations-${name}`, origin, settings },
    prepare,
    async ({ folder, workbench, panel, step }) => {
      const { page } = workbench;
      const relations = new RelationsPage(page, panel);
      const picture = (what: string): Promise<unknown> =>
        page.screenshot({ path: path.join(root, `.build/screenshots/${name}-relations-${what}.png`) });
      const isSame = (a: string, b: string): boolean => truth.get(a) === truth.get(b);
      const answerTruly = async (): Promise<AskedQuestion> => {
        const asked = await relations.question();
        await relations.answer(asked, (path) => isSame(asked.anchor, path));
        return asked;
      };
      const logFile = path.join(folder, 'relations.jsonl');
      const rows = (): readonly Row[] => rowsOf(path.join(folder, 'labels.csv'));
      const implied = (): readonly Row[] => rows().filter(({ source }) => source === 'relation');
      let answered = 0;
      let group: readonly string[] = [];

      await step(
        'Answer Relations opens the view; one button embeds what questions are chosen by',
        async () => {
          await runCommand(page, 'Next Batch: Answer Relations');
          await relations.view.waitFor();
          await panel.frame.getByRole('button', { name: 'Embed Folder' }).click({ timeout: 60_000 });
          await panel.frame.locator('.ask[data-question]').waitFor({ timeout: 180_000 });
          await relations.view.focus();
          await picture('first');
        },
      );
      await step('ten questions with several images are answered by keys alone', async () => {
        for (let grids = 0; grids < screens && answered < most; answered++)
          if ((await answerTruly()).kind === 'grid') grids++;
        await relations.counter.filter({ hasText: `${answered} answers` }).waitFor();
        await picture('tenth');
      });
      await step('relations.jsonl has every answer', async () => {
        await until('all are there', async () => linesOf(logFile).length === answered);
        for (const { anchor, same, different } of linesOf(logFile)) {
          for (const path of same) assert.ok(isSame(anchor, path), `${anchor} is not ${path}`);
          for (const path of different) assert.ok(!isSame(anchor, path), `${anchor} is ${path}`);
        }
        assert.deepEqual(rows(), [], 'groups without a name are in labels.csv');
      });
      await step('Backspace takes the last answer back, and its question is asked again', async () => {
        const [last] = linesOf(logFile).slice(-1);
        await page.keyboard.press('Backspace');
        await until('it is asked again', async () => (await relations.question()).anchor === last.anchor);
        await relations.counter.filter({ hasText: `${answered - 1} answers` }).waitFor();
        await answerTruly();
        await relations.counter.filter({ hasText: `${answered} answers` }).waitFor();
      });
      await step('one key names a group, and labels.csv says which labels only follow', async () => {
        await page.keyboard.press('n');
        await relations.groups.first().waitFor();
        await picture('groups');
        const card = panel.frame.locator('.group.is-cursor');
        const shown = ((await card.getAttribute('title')) ?? '').split('\n');
        const label = truth.get(shown[0]) ?? '';
        await panel.addClass(label);
        await page.keyboard.press('1');
        await until('labels.csv has the group', async () => implied().length > 0);
        group = rows().map(({ image }) => image);
        for (const row of rows()) assert.equal(row.label, truth.get(row.image), row.image);
        assert.equal(rows().filter(({ source }) => source === '').length, 1);
        for (const image of shown) assert.ok(group.includes(image), `${image} has no label`);
      });
      await step('a label that a person gives in place of one that followed is theirs', async () => {
        const [{ image, label }] = implied();
        const file = path.join(folder, 'labels.csv');
        const before = readFileSync(file, 'utf8');
        writeFileSync(file, before.replace(`${image},${label},relation`, `${image},${label},`));
        await until('the file is read', async () => {
          const units = readFileSync(path.join(folder, '.next-batch/history.jsonl'), 'utf8');
          return units.trimEnd().split('\n').slice(-1)[0].includes(JSON.stringify(image));
        });
        assert.equal(rows().find((row) => row.image === image)?.source, '');
      });
      await step(
        'what another program answers otherwise is a contradiction, told with its chain',
        async () => {
          const [a, b] = group.slice(-2);
          const line = { id: 'other', time: new Date().toISOString(), by: 'other', kind: 'pair' };
          appendFileSync(
            logFile,
            `${JSON.stringify({ ...line, anchor: a, same: [], different: [b], skipped: [] })}\n`,
          );
          await relations.part('Contradictions').click();
          await relations.conflicts.first().waitFor();
          assert.equal(await relations.conflicts.count(), 1);
          await picture('conflicts');
        },
      );
      await step('Enter asks the pair that settles it, and the answer settles it', async () => {
        const before = linesOf(logFile).length;
        await page.keyboard.press('Enter');
        const asked = await relations.question();
        assert.equal(asked.kind, 'pair');
        await picture('settle');
        await relations.answer(asked, (path) => isSame(asked.anchor, path));
        await relations.part('Contradictions').click();
        await panel.frame.getByText('No answers contradict each other').waitFor();
        await until('relations.jsonl has it', async () => linesOf(logFile).length === before + 1);
        for (const row of rows()) assert.equal(row.label, truth.get(row.image), row.image);
        assert.deepEqual(
          rows().map(({ image }) => image),
          group,
        );
      });
      await step('after a reload of the window nothing is lost, and questions are there', async () => {
        const before = [readFileSync(logFile, 'utf8'), readFileSync(path.join(folder, 'labels.csv'), 'utf8')];
        await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
        await relations.part('Questions').click({ timeout: 60_000 });
        await relations.question();
        assert.deepEqual(
          [readFileSync(logFile, 'utf8'), readFileSync(path.join(folder, 'labels.csv'), 'utf8')],
          before,
        );
      });
      await step('it is legible in every theme', async () => {
        for (const theme of themes) {
          await pickTheme(page, theme);
          await picture(theme.name);
        }
      });
      await step('nothing broke the content security policy, which is in force', async () => {
        assert.deepEqual(cspLines(workbench.console), []);
        assert.ok(await refusesInlineScript(panel.frame));
        assert.notDeepEqual(cspLines(workbench.console), [], 'the console shows what the policy refuses');
      });
    },
  );
}

/** The answers that count: a line is an answer, or withdraws one. */
function linesOf(file: string): readonly Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line & { readonly of?: string });
  const gone = new Set(lines.flatMap(({ of }) => of ?? []));
  return lines.filter(({ id, kind }) => kind !== 'retract' && !gone.has(id));
}

/** Rows of a labels.csv whose names need no quotes. */
function rowsOf(file: string): readonly Row[] {
  if (!existsSync(file)) return [];
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (column: string): string => cells[columns.indexOf(column)] ?? '';
    return { image: cell('path'), label: cell('label'), source: cell('source') };
  });
}
