import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { selectorIds } from '../core/selectors/registry.ts';
import { type RawSettings, readSettings, type Settings, settingsTable } from '../core/settings.ts';
import { workspaceSettings } from '../dataset/workspaceSettings.ts';
import type { Command, Flag, Words } from './command.ts';

interface SettingsCall {
  readonly command: Command;
  readonly words: Words;
  /** Folder that relative paths of flags start from. */
  readonly directory: string;
  readonly say: (line: string) => void;
}

/** Flags, then the workspace settings found from `folder` upwards (none without a folder), then defaults. */
export async function readCallSettings(
  { command, words, directory, say }: SettingsCall,
  folder: string | undefined,
): Promise<Settings> {
  const flags = flagLayer(command.flags, words, directory);
  if (folder === undefined) return readSettings(flags);
  const workspace = await workspaceSettings(folder, { trust: words.isOn('trust') ?? false });
  if (workspace.ignored.length > 0) {
    const names = workspace.ignored.map((name) => `nextBatch.${name}`).join(' and ');
    say(`${workspace.file} sets ${names}, which can load foreign code, so it is ignored; --trust uses it.`);
  }
  return readSettings(flags, workspace.raw);
}

/** What the flags say, as settings; checked here, so that a person reads the flag's name and not the setting's. */
function flagLayer(flags: readonly Flag[], words: Words, directory: string): RawSettings {
  const values = new Map<string, unknown>();
  for (const flag of flags) {
    const value = flag.setting === undefined ? undefined : readFlag(flag, words);
    if (value !== undefined && flag.setting !== undefined) values.set(flag.setting, value);
  }
  const encoder = values.get('encoder');
  if (typeof encoder === 'string' && encoder !== 'builtin')
    values.set('encoder', path.resolve(directory, encoder));
  return (name) => values.get(name);
}

function readFlag(flag: Flag, words: Words): unknown {
  if (flag.kind === 'switch') return words.isOn(flag.name);
  if (flag.kind === 'list') {
    const list = words.list(flag.name);
    if (list.length === 0) return undefined;
    return flag.setting === 'selectorParameters' ? readParameters(list) : list;
  }
  const text = words.text(flag.name);
  if (text === undefined || flag.setting === undefined) return undefined;
  if (flag.setting === 'selector') checkSelector(text);
  const row = settingsTable[flag.setting];
  const value = row.schema.type === 'integer' && text.trim() !== '' ? Number(text) : text;
  if (row.read(value) !== undefined) return value;
  const { minimum, maximum, enum: choices } = row.schema;
  const wanted = Array.isArray(choices)
    ? `one of ${choices.join(', ')}`
    : `a whole number from ${minimum} to ${maximum}`;
  throw new UserError('usage', `--${flag.name} is "${text}"; it must be ${wanted}.`);
}

/** `k=v` pairs: numbers and true/false are read as such, everything else is text. */
function readParameters(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1)
        throw new UserError(
          'usage',
          `--param is "${pair}"; write a name and a value, as in --param sigma=0.5.`,
        );
      return [pair.slice(0, at), readValue(pair.slice(at + 1))];
    }),
  );
}

function readValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function checkSelector(id: string): void {
  if (selectorIds.includes(id)) return;
  const near = nearest(id, selectorIds);
  const hint = near === undefined ? `choose one of ${selectorIds.join(', ')}.` : `did you mean ${near}?`;
  throw new UserError('usage', `There is no selector "${id}"; ${hint}`);
}
