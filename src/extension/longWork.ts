import * as vscode from 'vscode';
import type { ReportProgress } from '../core/types.ts';
import { formatted } from './words.ts';

/** Work that shows how far it is, with a button that cancels it. */
export function longWork<T>(
  title: string,
  work: (options: { readonly signal: AbortSignal; readonly progress: ReportProgress }) => Promise<T>,
): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (notification, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    let told = 0;
    const progress: ReportProgress = ({ done, total }) => {
      if (total === 0) return;
      const percent = (100 * done) / total;
      const message = vscode.l10n.t('{0} of {1}', formatted(done), formatted(total));
      notification.report({ message, increment: percent - told });
      told = percent;
    };
    return work({ signal: controller.signal, progress });
  });
}
