import * as vscode from 'vscode';
import type { Progress } from '../core/types.ts';
import type { CallOptions } from '../protocol/rpc.ts';

/** Runs a call with a notification that shows how far it is and can cancel it. */
export function withCancel<T>(
  title: string,
  call: (options: CallOptions) => Promise<T>,
  words: (progress: Progress) => string = () => '',
): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  const shown = vscode.window.withProgress(
    { location, title, cancellable: true },
    async (notification, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      let told = 0;
      const onProgress = (progress: Progress): void => {
        const percent = progress.total > 0 ? (100 * progress.done) / progress.total : told;
        // Phases count things of their own: the bar never goes back.
        notification.report({ message: words(progress), increment: Math.max(0, percent - told) });
        told = Math.max(told, percent);
      };
      return call({ signal: controller.signal, onProgress });
    },
  );
  return Promise.resolve(shown);
}
