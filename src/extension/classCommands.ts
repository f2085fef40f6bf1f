import * as vscode from 'vscode';
import type { Act } from '../dataset/types.ts';
import { classIcon } from './classIcon.ts';
import { classColors } from './colorTable.ts';
import type { CommandArguments } from './commandArguments.ts';
import { panelClasses } from './panelClasses.ts';
import type { Session } from './session.ts';
import { formatted, images } from './words.ts';

/** What a person chose for a class as acts of one undo unit; undefined: they chose nothing. */
type Ask = (
  session: Session,
  name: string,
  given: CommandArguments,
) => Promise<Act | undefined> | Act | undefined;

/** *Add Class*. */
export async function addClass(session: Session, given: CommandArguments): Promise<void> {
  const name = given.name ?? (await askName(vscode.l10n.t('Add Class'), ''));
  if (name !== undefined) await session.act([{ kind: 'class-add', name }]);
}

/** *Rename Class*: a name that another class has offers to merge the two. */
export const renameClass = onClass('Rename Class', async (session, name, given) => {
  const to = given.name ?? (await askName(vscode.l10n.t('Rename Class'), name));
  if (to === undefined || to === name) return undefined;
  if (!session.dataset.classes.includes(to)) return { kind: 'class-rename', name, to };
  return (await agreeToMerge(session, name, to)) ? { kind: 'class-merge', name, into: to } : undefined;
});

/** *Merge Class*: all images of a class get another one, and the class is no more. */
export const mergeClass = onClass('Merge Class', async (session, name, given) => {
  const title = vscode.l10n.t('Merge {0} Into', name);
  const into = given.into ?? (await pickClass(session, title, (other) => other !== name));
  return into === undefined ? undefined : { kind: 'class-merge', name, into };
});

/** *Remove Class*: refused with a sentence while an image has it. */
export const removeClass = onClass('Remove Class', (_session, name) => ({ kind: 'class-remove', name }));

/** *Change Class Color*: one of the palette, or the one the class has by default. */
export const changeClassColor = onClass('Change Class Color', async (_session, name, given) => {
  if (given.color !== undefined) return { kind: 'class-color', name, color: given.color };
  const colors = classColors.map((_, color) => ({
    label: vscode.l10n.t('Color {0}', formatted(color + 1)),
    iconPath: classIcon(color),
    color,
  }));
  const usual = { label: vscode.l10n.t('The color it had'), iconPath: classIcon(undefined), color: null };
  const picked = await vscode.window.showQuickPick([...colors, usual], { title: name });
  return picked && { kind: 'class-color', name, color: picked.color };
});

/** *Change Class Key*: a key of its own beside the digit of its place; empty takes it away. */
export const changeClassKey = onClass('Change Class Key', async (_session, name, given) => {
  const key =
    given.key ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Change Class Key'),
      prompt: vscode.l10n.t(
        'One letter or sign that labels as {0}; empty: only the digit of its place',
        name,
      ),
    }));
  return key === undefined ? undefined : { kind: 'class-key', name, key };
});

export const moveClassUp = onClass('Move Class Up', (session, name) => moved(session, name, -1));
export const moveClassDown = onClass('Move Class Down', (session, name) => moved(session, name, 1));

/** A command on a class: the one it was given, else one that the person picks. */
function onClass(title: string, ask: Ask) {
  return async (session: Session, given: CommandArguments): Promise<void> => {
    const name = given.class ?? (await pickClass(session, vscode.l10n.t(title)));
    if (name === undefined) return;
    const act = await ask(session, name, given);
    if (act !== undefined) await session.act([act]);
  };
}

/** The class with its neighbour's place. */
function moved({ dataset }: Session, name: string, by: 1 | -1): Act | undefined {
  const names = [...dataset.classes];
  const at = names.indexOf(name);
  if (at < 0 || at + by < 0 || at + by >= names.length) return undefined;
  names.splice(at, 1);
  names.splice(at + by, 0, name);
  return { kind: 'class-order', names };
}

async function pickClass(
  session: Session,
  title: string,
  isOffered: (name: string) => boolean = () => true,
): Promise<string | undefined> {
  const { classEntries, counts } = session.dataset;
  const offered = panelClasses(classEntries, session.keys).filter(({ name }) => isOffered(name));
  const picked = await vscode.window.showQuickPick(
    offered.map(({ name, color, key }) => ({
      label: name,
      description: [key, images(counts.get(name) ?? 0)].filter((text) => text !== '').join(' · '),
      iconPath: classIcon(color),
    })),
    { title },
  );
  return picked?.label;
}

async function askName(title: string, value: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    value,
    placeHolder: vscode.l10n.t('Name of the class'),
  });
  const name = text?.trim();
  return name === '' ? undefined : name;
}

async function agreeToMerge({ dataset }: Session, name: string, into: string): Promise<boolean> {
  const count = images(dataset.counts.get(name) ?? 0);
  const merge = { label: vscode.l10n.t('Merge {0} into {1}', name, into), description: count };
  const title = vscode.l10n.t('There is a class {0} already', into);
  return (await vscode.window.showQuickPick([merge], { title })) !== undefined;
}
