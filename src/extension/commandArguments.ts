import * as vscode from 'vscode';

/**
 * What a keybinding, a task or another extension can give a command in place of its questions; paths are absolute.
 * Whatever is left out is asked for.
 */
export interface CommandArguments {
  readonly folder?: string;
  readonly file?: string;
  /** A text file with one image name per row of `file`. */
  readonly names?: string;
  readonly strategy?: string;
  /** Id of a batch: "0003". */
  readonly batch?: string;
  /** Path of an image as it stands in labels.csv. */
  readonly image?: string;
  readonly class?: string;
  readonly strategies?: readonly string[];
  readonly budgets?: readonly number[];
  readonly seeds?: number;
}

/** Reads what a command was run with: the folder of a menu, an object as above, or nothing. */
export function commandArguments(argument: unknown): CommandArguments {
  if (argument instanceof vscode.Uri) return { folder: argument.fsPath };
  if (typeof argument !== 'object' || argument === null) return {};
  const given = new Map<string, unknown>(Object.entries(argument));
  const texts = ['folder', 'file', 'names', 'strategy', 'batch', 'image', 'class'].flatMap((name) => {
    const value = given.get(name);
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const strategies = list(given.get('strategies'), (entry) => typeof entry === 'string');
  const budgets = list(given.get('budgets'), (entry) => typeof entry === 'number');
  const seeds = given.get('seeds');
  return {
    ...Object.fromEntries(texts),
    ...(strategies && { strategies }),
    ...(budgets && { budgets }),
    ...(typeof seeds === 'number' && { seeds }),
  };
}

function list<T>(value: unknown, isEntry: (entry: unknown) => entry is T): readonly T[] | undefined {
  return Array.isArray(value) && value.every(isEntry) ? value : undefined;
}
