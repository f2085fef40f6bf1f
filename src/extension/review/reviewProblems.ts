import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { readLabelLines } from '../../dataset/labels/labelLines.ts';
import type { Dataset } from '../../dataset/types.ts';
import type { PanelReview } from '../../protocol/reviewPanel.ts';
import type { Session } from '../session.ts';
import { type LabelProblem, labelProblems } from './labelProblems.ts';

const source = 'Next Batch';
const restMs = 300;

/** One folder whose review stands in *Problems*. */
interface Told {
  found: PanelReview | null;
  marks: Session['views']['review']['marks'] | undefined;
  changes: Dataset['changes'] | undefined;
  mark: number;
  readonly watcher: vscode.Disposable;
  readonly labels: string;
  timer: NodeJS.Timeout | undefined;
  turn: number;
}

/** What a review says of labels, in *Problems* at the lines of labels.csv, until it is mended or ignored. */
export class ReviewProblems implements vscode.Disposable {
  readonly #failed: (error: unknown) => void;
  readonly #problems = vscode.languages.createDiagnosticCollection('nextBatch');
  readonly #told = new Map<Session, Told>();
  #actions: vscode.Disposable | undefined;

  /** `failed`: labels.csv could not be read, which whoever labels next hears of too. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  /** Follows the folders that are open; those that were not reviewed have no problems. */
  show(sessions: readonly Session[]): void {
    for (const [session, told] of this.#told)
      if (!sessions.includes(session) || session.dataset.paths.labels !== told.labels) this.#forget(session);
    for (const session of sessions) if (session.views.review.found !== null) this.#follow(session);
  }

  dispose(): void {
    for (const session of [...this.#told.keys()]) this.#forget(session);
    this.#problems.dispose();
    this.#actions?.dispose();
  }

  #follow(session: Session): void {
    const told = this.#told.get(session) ?? this.#begin(session);
    const { found, marks } = session.views.review;
    const { changes } = session.dataset;
    const isSame =
      told.found === found && told.marks === marks && told.changes === changes && told.mark === changes.mark;
    if (isSame) return;
    Object.assign(told, { found, marks, changes, mark: changes.mark });
    this.#soon(session, told);
  }

  #begin(session: Session): Told {
    const { labels } = session.dataset.paths;
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(dirname(labels)), basename(labels)),
    );
    const told: Told = {
      found: null,
      marks: undefined,
      changes: undefined,
      mark: 0,
      watcher,
      labels,
      timer: undefined,
      turn: 0,
    };
    const soon = (): void => this.#soon(session, told);
    watcher.onDidChange(soon);
    watcher.onDidCreate(soon);
    watcher.onDidDelete(soon);
    this.#told.set(session, told);
    this.#actions ??= vscode.languages.registerCodeActionsProvider(
      { scheme: 'file', pattern: '**/*.csv' },
      { provideCodeActions: (_document, _range, { diagnostics }) => diagnostics.flatMap(showAction) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    );
    return told;
  }

  #forget(session: Session): void {
    const told = this.#told.get(session);
    if (told === undefined) return;
    this.#told.delete(session);
    clearTimeout(told.timer);
    told.turn++;
    told.watcher.dispose();
    this.#problems.delete(vscode.Uri.file(told.labels));
  }

  #soon(session: Session, told: Told): void {
    clearTimeout(told.timer);
    told.timer = setTimeout(() => void this.#tell(session, told).catch(this.#failed), restMs);
  }

  async #tell(session: Session, told: Told): Promise<void> {
    const turn = ++told.turn;
    const problems = labelProblems(session.views.review.open, session.dataset.annotations);
    const lines = await readLabelLines(told.labels, new Set(problems.map(({ path }) => path)));
    if (told.turn !== turn) return;
    const diagnostics = problems.flatMap((problem) => {
      const at = lines.get(problem.path);
      return at === undefined
        ? []
        : [diagnosticOf(problem, new vscode.Range(at.first, 0, at.last, 10_000), session.folder)];
    });
    this.#problems.set(vscode.Uri.file(told.labels), diagnostics);
  }
}

function diagnosticOf(
  { check, finding, message, path }: LabelProblem,
  range: vscode.Range,
  folder: string,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, `${path}: ${message}`, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = source;
  const argument = encodeURIComponent(JSON.stringify([{ folder, finding }]));
  diagnostic.code = { value: check, target: vscode.Uri.parse(`command:nextBatch.reviewDataset?${argument}`) };
  return diagnostic;
}

/** Goes from a line to its finding. */
function showAction(diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  const { code } = diagnostic;
  if (diagnostic.source !== source || typeof code !== 'object') return [];
  const title = vscode.l10n.t('Show in Next Batch');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const [argument] = JSON.parse(decodeURIComponent(code.target.query)) as unknown[];
  action.command = { title, command: 'nextBatch.reviewDataset', arguments: [argument] };
  action.diagnostics = [diagnostic];
  return [action];
}
