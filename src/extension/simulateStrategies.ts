import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { writeError } from '../dataset/files/fileErrors.ts';
import type { SimulateResult } from '../protocol/simulate.ts';
import { strategies } from '../protocol/strategies.ts';
import type { CommandArguments } from './commandArguments.ts';
import type { OpenFolder } from './openFolder.ts';
import type { Session } from './session.ts';
import type { SimulationPlan } from './simulation.ts';
import { tell } from './tell.ts';
import { chooseTruth, type Truth } from './truthChoice.ts';
import { formatted } from './words.ts';

/** Several questions in a row: looking at the panel between two of them is no answer. */
const question = { title: vscode.l10n.t('Simulate Strategies'), ignoreFocusOut: true };
const usualStrategies = ['auto', 'random', 'typiclust', 'max-herding', 'margin'];
const usualPerClass = [1, 2, 5, 10, 20];
const usualSeeds = 3;

/**
 * *Simulate Strategies*: what each strategy would have learned from images whose classes are known. Asks for what it was
 * not given, and opens the learning curves beside.
 */
export async function simulateStrategies(open: OpenFolder, given: CommandArguments): Promise<void> {
  const { session, panel } = open;
  const plan = await askPlan(session, given);
  if (plan === undefined) return;
  const work = (): Promise<SimulateResult> => session.simulate(plan);
  // With a panel in sight its bar shows the progress, and cancels.
  const result = panel?.view.visible ? await work() : await withNotification(session, work);
  const svg = await save(session, result);
  await vscode.commands.executeCommand('vscode.openWith', svg, 'imagePreview.previewEditor', {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
  });
  const { report } = result;
  tell(
    open,
    vscode.l10n.t(
      'Simulated strategies: {0}; seeds: {1}. The curves and their numbers (.svg, .csv, .json) are in {2}.',
      formatted(report.strategies.length),
      formatted(report.seeds.length),
      dirname(svg.fsPath),
    ),
  );
}

async function askPlan(session: Session, given: CommandArguments): Promise<SimulationPlan | undefined> {
  const truth = await chooseTruth(session, given.file);
  if (truth === undefined) return undefined;
  const ids = given.strategies ?? (await askStrategies());
  if (ids === undefined || ids.length === 0) return undefined;
  const budgets = given.budgets ?? (await askBudgets(truth));
  if (budgets === undefined) return undefined;
  const seeds = given.seeds ?? (await askSeeds());
  return seeds === undefined ? undefined : { ...truth, strategies: ids, budgets, seeds };
}

/** All but those that need scores: the labels that the others need come with the simulation. */
async function askStrategies(): Promise<readonly string[] | undefined> {
  const picked = await vscode.window.showQuickPick(
    strategies
      .filter(({ needs }) => !needs.includes('scores'))
      .map(({ id, title: label, summary: detail }) => ({
        id,
        label,
        detail,
        picked: usualStrategies.includes(id),
      })),
    { ...question, placeHolder: vscode.l10n.t('Strategies to try'), canPickMany: true, matchOnDetail: true },
  );
  return picked?.map(({ id }) => id);
}

async function askBudgets({ classes, labels }: Truth): Promise<readonly number[] | undefined> {
  const half = labels.filter((label) => label >= 0).length / 2;
  const usual = usualPerClass.map((count) => count * classes.length).filter((budget) => budget <= half);
  const text = await vscode.window.showInputBox({
    ...question,
    prompt: vscode.l10n.t('Labels after each round, in all. Classes: {0}.', formatted(classes.length)),
    value: (usual.length > 0 ? usual : [classes.length]).join(', '),
    validateInput: (value) =>
      wholeNumbers(value) === undefined
        ? vscode.l10n.t('Whole numbers of at least 1, with commas between them')
        : undefined,
  });
  return text === undefined ? undefined : wholeNumbers(text);
}

async function askSeeds(): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    ...question,
    prompt: vscode.l10n.t('How often each strategy is tried, each time with other images held out'),
    value: String(usualSeeds),
    validateInput: (value) =>
      wholeNumbers(value)?.length === 1 ? undefined : vscode.l10n.t('One whole number of at least 1'),
  });
  return text === undefined ? undefined : wholeNumbers(text)?.[0];
}

function wholeNumbers(text: string): readonly number[] | undefined {
  const numbers = text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : 0));
  return numbers.every((number) => number >= 1) ? numbers : undefined;
}

function withNotification<T>(session: Session, work: () => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: question.title, cancellable: true },
    async (progress, token) => {
      token.onCancellationRequested(() => session.cancel());
      let told = 0;
      const stop = session.onChange(() => {
        const { done = 0, total = 0 } = session.job?.progress ?? {};
        if (total === 0) return;
        const percent = (100 * done) / total;
        progress.report({
          message: vscode.l10n.t('{0} of {1}', formatted(done), formatted(total)),
          increment: percent - told,
        });
        told = percent;
      });
      try {
        return await work();
      } finally {
        stop();
      }
    },
  );
}

/** Writes curves, table and report beside the other files of the dataset; returns where the curves are. */
async function save({ dataset }: Session, { svg, csv, report }: SimulateResult): Promise<vscode.Uri> {
  const folder = join(dirname(dataset.paths.history), 'simulations');
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const file = (extension: string): string => join(folder, `${time}.${extension}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file('svg'), svg);
    await writeFile(file('csv'), csv);
    await writeFile(file('json'), `${JSON.stringify(report, null, 1)}\n`);
  } catch (error) {
    throw writeError(error, folder);
  }
  return vscode.Uri.file(file('svg'));
}
