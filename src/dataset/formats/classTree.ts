import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { readError } from '../files/fileErrors.ts';
import { listImages } from '../images.ts';
import { isWithin, nameOf } from '../paths.ts';
import type { Problem } from '../types.ts';
import { classesText, classListName, orderedClasses, readClassList } from './classList.ts';
import { classOfFolder, folderName } from './folderNames.ts';
import type { Content, Imported, ImportRequest, Side, Written } from './format.ts';
import { placeImages, placeInFolder } from './imageFiles.ts';
import { matchLabels, type NamedLabel } from './imageNames.ts';
import { writeText } from './textFile.ts';

/** Folders that others split their images into. */
const sideFolders = ['train', 'val', 'valid', 'validation', 'test', 'dev'];

/**
 * Writes one folder per class with its images in it; with sides, one such tree per side, with a folder for every class in
 * each. classes.txt has the names of the folders in key order.
 */
export async function writeClassTree(
  content: Content,
  target: string,
  folderOf: (side: Side) => string,
): Promise<Written> {
  const { classes, sides, dataset } = content;
  const folders = classes.map(folderName);
  for (const side of sides)
    for (const name of folders) await mkdir(path.join(target, folderOf(side), name), { recursive: true });
  await writeText(path.join(target, classListName), [classesText(folders)]);
  const written = await placeImages(content, target, (sample) =>
    path.join(folderOf(sample.side), folderName(sample.label), placeInFolder(sample, dataset.paths.folder)),
  );
  return { ...written, problems: [...written.problems, ...alikeFolders(folders)] };
}

/**
 * Reads the labels of images from the folders they lie in: the first one below `from`, or the second where the first are
 * train, val and the like. In the dataset, an image is itself if `from` lies in the image folder; otherwise the one that
 * has the same path without side and class.
 */
export async function readClassTree({ dataset, from, signal }: ImportRequest): Promise<Imported> {
  const { folder, home, cache } = dataset.paths;
  const roots = await treesOf(from);
  const listed = await readClassList(path.join(from, classListName));
  const folders: string[] = [];
  const labels: NamedLabel[] = [];
  const problems: Problem[] = [];
  for (const root of roots) {
    const found = await listImages({ folder: root, home: root, cache }, everything, signal);
    problems.push(...found.problems);
    folders.push(...(await foldersIn(root)));
    for (const image of found.images) {
      const slash = image.path.indexOf('/');
      if (slash < 0) continue;
      const name = isWithin(folder, from)
        ? nameOf(home, image.file)
        : nameOf(home, path.join(folder, image.path.slice(slash + 1)));
      labels.push({ name, label: classOfFolder(image.path.slice(0, slash)) });
    }
  }
  if (folders.length === 0) problems.push(noFolders(from));
  const matched = await matchLabels({ dataset, from, signal }, from, labels);
  const order = orderedClasses(
    listed.map(classOfFolder),
    folders.map((name) => ({ label: classOfFolder(name) })),
  );
  return { ...matched, classes: order, problems: [...problems, ...matched.problems] };
}

const everything = { include: ['**'], exclude: [], respectGitignore: false };

/** The folders that hold class folders: `from` itself, or its parts where it is split. */
async function treesOf(from: string): Promise<readonly string[]> {
  const folders = await foldersIn(from);
  const isSplit = folders.includes('train') && folders.every((name) => sideFolders.includes(name));
  if (!isSplit) return [from];
  const roots = folders.map((name) => path.join(from, name));
  const listed = await readClassList(path.join(from, classListName));
  // The folders may be classes that are called so: then images lie in them, or other folders than those of classes.
  for (const root of roots) {
    const entries = await readdir(root, { withFileTypes: true });
    const isTree = entries.every(
      (entry) => entry.isDirectory() && (listed.length === 0 || listed.includes(entry.name)),
    );
    if (!isTree) return [from];
  }
  return roots;
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw readError(error, folder);
  });
  const isOpen = (name: string): boolean => !name.startsWith('.');
  return entries.filter((entry) => entry.isDirectory() && isOpen(entry.name)).map(({ name }) => name);
}

function noFolders(from: string): Problem {
  return {
    kind: 'bad-row',
    message: `${from} has no sub-folders, and each class is one with its images in it; name the folder above.`,
  };
}

function alikeFolders(folders: readonly string[]): readonly Problem[] {
  const seen = new Map<string, string>();
  const alike = folders.flatMap((name) => {
    const plain = name.normalize('NFC').toLowerCase();
    const other = seen.get(plain);
    seen.set(plain, name);
    return other === undefined ? [] : [`${other} and ${name}`];
  });
  if (alike.length === 0) return [];
  const message = `The classes ${alike.join(', ')} are folders whose names differ in case only: on Windows and macOS they become one; rename a class first.`;
  return [{ kind: 'bad-class', message }];
}
