import * as vscode from 'vscode';

export interface Step {
  readonly title: string;
  readonly placeholder: string;
  /** Shows the way back to the step before. */
  readonly canGoBack?: boolean;
}

/** One step of several: the item that was picked, `back`, or undefined where the person left. */
export function pickStep<T extends vscode.QuickPickItem>(
  items: readonly T[],
  { title, placeholder, canGoBack = false }: Step,
): Promise<T | 'back' | undefined> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<T>();
    pick.title = title;
    pick.placeholder = placeholder;
    pick.items = items;
    // Looking at a picture or a panel between two questions is no answer.
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    if (canGoBack) pick.buttons = [vscode.QuickInputButtons.Back];
    pick.onDidAccept(() => {
      const [picked] = pick.selectedItems;
      if (picked === undefined) return;
      resolve(picked);
      pick.hide();
    });
    pick.onDidTriggerButton(() => {
      resolve('back');
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
