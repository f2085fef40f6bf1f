import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import { isImageName } from '../../dataset/imageName.ts';
import type { SimilarAsk } from '../../protocol/clusterPanel.ts';
import { commandArguments } from '../commandArguments.ts';
import { chooseFolder } from '../folderChoice.ts';
import type { OpenFolder } from '../openFolder.ts';
import type { Shell } from '../shell.ts';
import { folderHolding } from '../showImages.ts';

const selectedInPanel: SimilarAsk = { like: [], unlike: [] };

/**
 * *Find Similar Images*: of the image files of the Explorer, of the image or file of an argument, else of what is selected in the
 * panel or of a file that the person picks. The panel lists what is found.
 */
export async function findSimilarImages(shell: Shell, argument: unknown, selected?: unknown): Promise<void> {
  const files = imageFiles(Array.isArray(selected) && selected.length > 0 ? selected : [argument]);
  if (files.length > 0) {
    const inFront = shell.inFront?.session.folder;
    const folder = (await folderHolding(shell, files[0])) ?? inFront ?? dirname(files[0]);
    await inPanel(shell, folder, (open) => askFor(open, files));
    return;
  }
  const { file, image } = commandArguments(argument);
  const folder = await chooseFolder(shell, argument);
  if (folder === undefined) return;
  if (image !== undefined) await inPanel(shell, folder, () => ({ like: [image], unlike: [] }));
  else if (file !== undefined) await inPanel(shell, folder, (open) => askFor(open, [file]));
  else await askPerson(shell, folder);
}

async function askPerson(shell: Shell, folder: string): Promise<void> {
  const here = { label: vscode.l10n.t('$(list-selection) The images selected in the panel') };
  const outside = { label: vscode.l10n.t('$(file-media) An image file …') };
  const hasPanel = shell.inFront?.session.folder === folder;
  const picked = hasPanel
    ? await vscode.window.showQuickPick([here, outside], {
        title: vscode.l10n.t('Find Similar Images'),
        placeHolder: vscode.l10n.t('What to look for'),
      })
    : outside;
  if (picked === here) await inPanel(shell, folder, () => selectedInPanel);
  if (picked !== outside) return;
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Find images similar to'),
      filters: {
        [vscode.l10n.t('Images')]: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'tif', 'tiff', 'avif'],
      },
    })) ?? [];
  if (uri !== undefined) await inPanel(shell, folder, (open) => askFor(open, [uri.fsPath]));
}

function inPanel(shell: Shell, folder: string, asked: (open: OpenFolder) => SimilarAsk): Promise<void> {
  return shell.guard(
    () => shell.withPanel(folder, async (open) => open.panel?.findSimilar(asked(open))),
    folder,
  );
}

/** Images that the folder lists are asked for by name, another one as a file from outside. */
function askFor({ session }: OpenFolder, files: readonly string[]): SimilarAsk {
  const nameOf = new Map(session.dataset.images.map(({ file, path }) => [file, path]));
  const like = files.flatMap((file) => nameOf.get(file) ?? []);
  const outside = files.filter((file) => !nameOf.has(file));
  if (outside.length > 1)
    throw new UserError(
      'bad-input',
      vscode.l10n.t(
        '{0} and {1} are not images of {2}; compare with one image from outside at a time.',
        outside[0],
        outside[1],
        session.folder,
      ),
      { file: outside[0] },
    );
  return { like, unlike: [], ...(outside[0] !== undefined && { file: outside[0] }) };
}

function imageFiles(chosen: readonly unknown[]): readonly string[] {
  return chosen.flatMap((uri) =>
    uri instanceof vscode.Uri && uri.scheme === 'file' && isImageName(uri.path) ? [uri.fsPath] : [],
  );
}
