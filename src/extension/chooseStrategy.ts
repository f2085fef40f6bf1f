import * as vscode from 'vscode';
import type { PanelStrategy } from '../protocol/panel.ts';
import type { CommandArguments } from './commandArguments.ts';
import type { Session } from './session.ts';
import { panelStrategies } from './strategies.ts';

interface Item extends vscode.QuickPickItem {
  readonly id?: string;
}

/** *Choose Strategy*: what each one does, and those that lack something in this folder at the end, with what it is. */
export async function chooseStrategy(session: Session, { strategy }: CommandArguments): Promise<void> {
  const selector = strategy ?? (await askStrategy(session));
  if (selector !== undefined) await session.choose({ selector });
}

async function askStrategy(session: Session): Promise<string | undefined> {
  const all = panelStrategies(session.dataset, session.imports);
  const current = session.settings.selector;
  const item = ({ id, title, summary, lacks }: PanelStrategy): Item => ({
    id,
    label: id === current ? `$(check) ${title}` : title,
    description: lacks,
    detail: summary,
  });
  const ready = all.filter(({ lacks }) => lacks === '').map(item);
  const lacking = all.filter(({ lacks }) => lacks !== '').map(item);
  const separator = {
    label: vscode.l10n.t('not yet in this folder'),
    kind: vscode.QuickPickItemKind.Separator,
  };
  const picked = await vscode.window.showQuickPick<Item>(
    lacking.length === 0 ? ready : [...ready, separator, ...lacking],
    {
      title: vscode.l10n.t('Choose Strategy'),
      placeHolder: vscode.l10n.t('What chooses the next batch'),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  return picked?.id;
}
