import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Progress, ReportProgress } from '../core/types.ts';
import { formatted } from './words.ts';

/** Work that is over sooner needs no bar. */
const patienceMs = 500;

/** Work that shows how far it is, with a button that cancels it, if it takes long. */
export async function longWork<T>(
  title: string,
  work: (options: { readonly signal: AbortSignal; readonly progress: ReportProgress }) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let show: ReportProgress = () => {};
  let last: Progress | undefined;
  const running = work({
    signal: controller.signal,
    progress(progress) {
      last = progress;
      show(progress);
    },
  });
  const isOver = await Promise.race([over(running), wait(patienceMs, false)]);
  if (isOver) return running;
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (notification, token) => {
    token.onCancellationRequested(() => controller.abort());
    let told = 0;
    show = ({ done, total }) => {
      if (total === 0) return;
      const percent = (100 * done) / total;
      const message = vscode.l10n.t('{0} of {1}', formatted(done), formatted(total));
      notification.report({ message, increment: percent - told });
      told = percent;
    };
    if (last) show(last);
    return running;
  });
}

/** Resolves with true when it has ended, well or not. */
async function over(running: Promise<unknown>): Promise<boolean> {
  await running.catch(() => undefined);
  return true;
}
