import { type SettingName, settingsTable } from '../core/settings.ts';
import type { Flag } from './command.ts';

/** Settings whose flag is not their own name in kebab case. */
const flagNames: Partial<Record<SettingName, string>> = {
  selectorParameters: 'param',
  batchSize: 'budget',
};

const values: Partial<Record<SettingName, string>> = {
  labelsFile: 'FILE',
  cacheFolder: 'FOLDER',
  include: 'GLOB',
  exclude: 'GLOB',
  selector: 'NAME',
  selectorParameters: 'NAME=VALUE',
  batchSize: 'N',
  seed: 'N',
  head: 'NAME',
  features: 'embeddings|relations',
  totalBudget: 'N',
  excludeDuplicates: 'near|exact|none',
  balance: 'class|folder|none',
  maxPerGroup: 'N',
  encoder: 'builtin|FILE.onnx|FOLDER',
  executionProvider: 'cpu|cuda|dml|coreml|webgpu',
  threads: 'N',
  annotator: 'NAME',
};

/** The flags that stand for settings: name, kind and words come from the settings table. */
export function settingFlags(...names: readonly SettingName[]): readonly Flag[] {
  return names.map((setting) => {
    const { description, schema, default: standard } = settingsTable[setting];
    const kind = schema.type === 'boolean' ? 'switch' : isList(schema.type) ? 'list' : 'text';
    const value = values[setting];
    const shown = typeof standard === 'object' ? '' : ` Default: ${standard === '' ? 'empty' : standard}.`;
    const plain = description.replaceAll(/[`*]/g, '');
    return {
      name: flagOf(setting),
      kind,
      description: plain + shown,
      setting,
      ...(value === undefined ? {} : { value }),
    };
  });
}

/** What every command that opens an image folder takes. */
export const folderFlags: readonly Flag[] = settingFlags(
  'labelsFile',
  'cacheFolder',
  'include',
  'exclude',
  'respectGitignore',
);

/** What every command takes. */
export const commonFlags: readonly Flag[] = [
  { name: 'json', kind: 'switch', description: 'Print one JSON document on stdout and nothing else.' },
  { name: 'quiet', kind: 'switch', description: 'Show no progress.' },
  {
    name: 'trust',
    kind: 'switch',
    description: 'Use also those settings of .vscode/settings.json that load a model or a program.',
  },
  { name: 'help', kind: 'switch', description: 'Print this.' },
];

export function flagOf(setting: SettingName): string {
  return flagNames[setting] ?? setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isList(type: unknown): boolean {
  return type === 'array' || type === 'object';
}
