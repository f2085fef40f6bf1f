import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type ParseError, parse } from 'jsonc-parser';
import { UserError } from '../core/errors.ts';
import { type RawSettings, type SettingName, settingsTable } from '../core/settings.ts';
import { readError, systemCode } from './files/fileErrors.ts';

export interface WorkspaceSettings {
  /** The settings.json they come from; undefined = there is none. */
  readonly file: string | undefined;
  /** The values as they stand there, unchecked. */
  readonly raw: RawSettings;
  /** Settings that are there and were left out, because they load code and nobody said the folder is trusted. */
  readonly ignored: readonly SettingName[];
}

const prefix = 'nextBatch.';

/**
 * The `nextBatch.*` values of the nearest `.vscode/settings.json`, from `folder` upwards to the root of its git
 * repository or the home folder (both included), for programs that run outside the editor. Rejects with a sentence if
 * the file is not JSON with comments.
 */
export async function workspaceSettings(
  folder: string,
  { trust = false, home = os.homedir() }: { readonly trust?: boolean; readonly home?: string } = {},
): Promise<WorkspaceSettings> {
  const found = await nearest(path.resolve(folder), home);
  if (found === undefined) return { file: undefined, raw: () => undefined, ignored: [] };
  const values = parseSettings(found.text, found.file);
  const names = Object.keys(settingsTable) as SettingName[];
  const isIgnored = (name: SettingName): boolean =>
    !trust && 'restricted' in settingsTable[name] && values.has(name);
  const ignored = names.filter(isIgnored);
  return {
    file: found.file,
    raw: (name) => (ignored.includes(name) ? undefined : values.get(name)),
    ignored,
  };
}

async function nearest(folder: string, home: string): Promise<{ file: string; text: string } | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, '.vscode', 'settings.json');
    const text = await textOf(file);
    if (text !== undefined) return { file, text };
    const isTop = at === home || path.dirname(at) === at;
    if (isTop || (await textOf(path.join(at, '.git', 'HEAD'))) !== undefined) return undefined;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined;
    throw readError(error, file);
  }
}

function parseSettings(text: string, file: string): Map<string, unknown> {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\ufeff/, ''), errors, {
    allowTrailingComma: true,
    allowEmptyContent: true,
  });
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (errors.length > 0 || (!isObject && text.trim() !== ''))
    throw new UserError(
      'bad-input',
      `${file} is not valid JSON; correct it, or open it in VS Code to see where.`,
      {
        file,
      },
    );
  const own = Object.entries(isObject ? value : {}).filter(([key]) => key.startsWith(prefix));
  return new Map(own.map(([key, entry]) => [key.slice(prefix.length), entry]));
}
