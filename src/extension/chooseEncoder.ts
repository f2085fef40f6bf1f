import { isAbsolute, join, relative, resolve } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import { type DescribedEncoder, describeEncoder } from './chooseEncoderDescription.ts';
import { downloadEncoder } from './chooseEncoderDownload.ts';
import { tryEncoder } from './chooseEncoderTrial.ts';
import type { CommandArguments } from './commandArguments.ts';
import { saveSettings } from './config.ts';
import { type EncoderSource, encoderSources } from './encoderSources.ts';
import { estimate } from './encoderWords.ts';
import type { OpenFolder } from './openFolder.ts';
import { pickStep } from './pickStep.ts';
import type { Session } from './session.ts';
import { tell } from './tell.ts';

/**
 * *Choose Encoder*: where it comes from, what no file of it says, a trial on images of the folder with an estimate, and only
 * then the setting. Nothing is changed by who leaves before the end, but for models that were downloaded.
 */
export async function chooseEncoder(
  open: OpenFolder,
  given: CommandArguments,
  storage: string,
): Promise<void> {
  const { session } = open;
  let named = given.encoder;
  for (;;) {
    const source = await sourceOf(session, named, storage);
    if (source === undefined) return;
    const isNamed = named !== undefined;
    named = undefined;
    const outcome = await chooseFrom(open, source, given, storage);
    if (outcome !== 'back' || isNamed) return;
  }
}

/** `back`: the person wants another one. */
async function chooseFrom(
  open: OpenFolder,
  source: EncoderSource,
  given: CommandArguments,
  storage: string,
): Promise<'back' | 'done'> {
  const { session } = open;
  if (source.kind === 'trust') {
    await vscode.commands.executeCommand('workbench.trust.manage');
    return 'done';
  }
  const model = await modelOf(session, source, given, storage);
  if (model === undefined || model === 'back') return model ?? 'done';
  const origin = source.kind === 'hub' ? { source: pageOf(source.offer) } : {};
  const described = await describeEncoder(session.engine, model, { ...origin, ...given.description });
  if (described === undefined || described === 'back') return described ?? 'done';
  const trial = await tryEncoder(session, described, given.use, storage);
  if (trial === undefined || trial === 'back') return trial ?? 'done';
  await use(session, described, storage);
  const { encoder, remaining, secondsLeft } = trial;
  const { embeddings } = session.imports;
  tell(
    open,
    [
      vscode.l10n.t('{0} is the encoder now.', encoder.name),
      embeddings
        ? vscode.l10n.t('It is not needed while {0} is imported.', embeddings.file)
        : `${estimate(remaining, secondsLeft)}.`.replace('..', '.'),
      ...encoder.notes,
    ].join(' '),
    remaining > 0 ? { title: vscode.l10n.t('Embed Folder'), command: 'embedFolder' } : undefined,
  );
  return 'done';
}

async function sourceOf(
  session: Session,
  named: string | undefined,
  storage: string,
): Promise<EncoderSource | undefined> {
  const { isTrusted } = vscode.workspace;
  const offers = isTrusted ? await session.engine.listModels({ folder: modelsIn(storage) }) : [];
  if (named !== undefined) return namedSource(named, isTrusted, offers);
  const items = encoderSources({ current: session.settings.encoder, isTrusted, offers });
  const picked = await pickStep(
    items.map((item) => ({
      ...item,
      kind: item.source ? vscode.QuickPickItemKind.Default : vscode.QuickPickItemKind.Separator,
    })),
    {
      title: vscode.l10n.t('Choose Encoder'),
      placeholder: vscode.l10n.t('What turns an image into numbers. Each is tried on 16 images first.'),
    },
  );
  return picked === 'back' ? undefined : picked?.source;
}

function namedSource(
  named: string,
  isTrusted: boolean,
  offers: Awaited<ReturnType<Session['engine']['listModels']>>,
): EncoderSource {
  if (named === 'builtin') return { kind: 'builtin' };
  if (!isTrusted)
    throw new UserError(
      'usage',
      vscode.l10n.t(
        'This workspace is not trusted, so only the built-in encoder is loaded; trust the workspace to use {0}.',
        named,
      ),
    );
  const offer = offers.find(({ id }) => id === named);
  return offer ? { kind: 'hub', offer } : { kind: 'current', model: named };
}

/** The model that a source stands for: `builtin`, or an absolute path. */
async function modelOf(
  session: Session,
  source: Exclude<EncoderSource, { kind: 'trust' }>,
  given: CommandArguments,
  storage: string,
): Promise<string | 'back' | undefined> {
  if (source.kind === 'builtin') return 'builtin';
  if (source.kind === 'current') return resolve(session.dataset.paths.folder, source.model);
  if (source.kind === 'hub')
    return (
      source.offer.there ??
      downloadEncoder(session.engine, source.offer, given.download ?? false, modelsIn(storage))
    );
  const isFolder = source.kind === 'folder';
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose Encoder'),
      openLabel: vscode.l10n.t('Choose Encoder'),
      defaultUri: vscode.Uri.file(session.folder),
      canSelectFolders: isFolder,
      canSelectFiles: !isFolder,
      ...(!isFolder && { filters: { [vscode.l10n.t('ONNX model')]: ['onnx', 'json'] } }),
    })) ?? [];
  return picked === undefined ? 'back' : picked.fsPath;
}

/** Writes the description, where there is none yet, and the setting. */
async function use(session: Session, { model, draft }: DescribedEncoder, storage: string): Promise<void> {
  const setting =
    draft === undefined
      ? model
      : await session.engine.writeDescription({
          file: draft.file,
          description: draft.description,
          otherwise: join(storage, 'encoders'),
        });
  await saveSettings(session.folder, { encoder: settingOf(session, setting) });
}

/** A model inside the image folder is named from there, so that the folder can be moved. */
function settingOf(session: Session, setting: string): string {
  if (setting === 'builtin') return setting;
  const inside = relative(session.dataset.paths.folder, setting);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside)
    ? setting
    : inside.replaceAll('\\', '/');
}

function modelsIn(storage: string): string {
  return join(storage, 'models');
}

function pageOf({
  repository,
  revision,
  file,
}: {
  repository: string;
  revision: string;
  file: string;
}): string {
  return `https://huggingface.co/${repository}/blob/${revision}/${file}`;
}
