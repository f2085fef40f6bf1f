import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { type ImportedFile, type ImportKind, type Imports, importKinds } from '../core/types.ts';
import { readError, systemCode, writeError } from './files/fileErrors.ts';
import { type FileSystem, nodeFileSystem, stampOf } from './files/fileSystem.ts';
import { replaceFile } from './files/replaceFile.ts';
import { isWithin, nameOf, ownFolder } from './paths.ts';

/**
 * The files that the folder with its labels in `home` uses, as `.next-batch/imports.json` names them. None if there is
 * no such file. Rejects with a sentence if it cannot be read or is something else.
 */
export async function readImports(home: string, files: FileSystem = nodeFileSystem): Promise<Imports> {
  const file = importsFile(home);
  const text = await files.readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return '{}';
    throw readError(error, file);
  });
  const entries = parse(text, file);
  const found: Partial<Record<ImportKind, ImportedFile>> = {};
  for (const kind of importKinds) {
    const entry = entries[kind];
    if (entry === undefined) continue;
    if (!isEntry(entry)) throw notImports(file);
    const { names } = entry;
    found[kind] = {
      file: path.resolve(home, entry.file),
      ...(names === undefined ? {} : { names: path.resolve(home, names) }),
    };
  }
  return found;
}

/**
 * Has the folder use `imported` for `kind`, or nothing of its own if it is undefined. Resolves when imports.json is on
 * disk, written whole; files inside `home` are named relative to it, so that the folder can be moved.
 */
export async function writeImport(
  home: string,
  kind: ImportKind,
  imported: ImportedFile | undefined,
  files: FileSystem = nodeFileSystem,
): Promise<void> {
  const { [kind]: _, ...others } = await readImports(home, files);
  const imports: Imports = imported === undefined ? others : { ...others, [kind]: imported };
  const kept = importKinds.flatMap((known) => {
    const entry = imports[known];
    if (entry === undefined) return [];
    const names = entry.names === undefined ? {} : { names: stored(home, entry.names) };
    return [[known, { file: stored(home, entry.file), ...names }]];
  });
  const file = importsFile(home);
  const bytes = Buffer.from(`${JSON.stringify(Object.fromEntries(kept), null, 1)}\n`);
  try {
    await files.mkdir(path.dirname(file), { recursive: true });
    const stamp = stampOf(await files.stat(file).catch(() => undefined));
    if (!(await replaceFile(files, file, bytes, stamp)))
      throw new UserError('locked', `${file} was just changed by another program; import again.`, { file });
  } catch (error) {
    throw writeError(error, file);
  }
}

function importsFile(home: string): string {
  return path.join(home, ownFolder, 'imports.json');
}

/** A file as imports.json names it. */
function stored(home: string, file: string): string {
  return isWithin(home, file) ? nameOf(home, file) : file;
}

function parse(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    throw notImports(file, error);
  }
  throw notImports(file);
}

function isEntry(value: unknown): value is { readonly file: string; readonly names?: string } {
  if (typeof value !== 'object' || value === null) return false;
  const names: unknown = Reflect.get(value, 'names');
  return typeof Reflect.get(value, 'file') === 'string' && (names === undefined || typeof names === 'string');
}

function notImports(file: string, cause?: unknown): UserError {
  return new UserError(
    'bad-input',
    `${file} does not say which files are imported; delete it and import them again.`,
    { file, cause },
  );
}
