import * as vscode from 'vscode';
import type { WrittenDescription } from '../protocol/encoder.ts';

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
  /** `builtin`, the path of a model, or the id of one that can be downloaded. */
  readonly encoder?: string;
  /** Answers about an encoder of which no file tells, as in its description. */
  readonly description?: WrittenDescription;
  /** True: a model that is named may be looked up and downloaded. */
  readonly download?: boolean;
  /** Whether an encoder is used after its trial. */
  readonly use?: boolean;
}

/** Reads what a command was run with: the folder of a menu, an object as above, or nothing. */
export function commandArguments(argument: unknown): CommandArguments {
  if (argument instanceof vscode.Uri) return { folder: argument.fsPath };
  if (typeof argument !== 'object' || argument === null) return {};
  const given = new Map<string, unknown>(Object.entries(argument));
  const texts = ['folder', 'file', 'names', 'strategy', 'batch', 'image', 'class', 'encoder'].flatMap(
    (name) => {
      const value = given.get(name);
      return typeof value === 'string' ? [[name, value]] : [];
    },
  );
  const strategies = list(given.get('strategies'), (entry) => typeof entry === 'string');
  const budgets = list(given.get('budgets'), (entry) => typeof entry === 'number');
  const seeds = given.get('seeds');
  const switches = ['download', 'use'].flatMap((name) => {
    const value = given.get(name);
    return typeof value === 'boolean' ? [[name, value]] : [];
  });
  const description = given.get('description');
  return {
    ...Object.fromEntries([...texts, ...switches]),
    // The engine checks it as it checks one in a file.
    ...(typeof description === 'object' && description !== null && { description }),
    ...(strategies && { strategies }),
    ...(budgets && { budgets }),
    ...(typeof seeds === 'number' && { seeds }),
  };
}

function list<T>(value: unknown, isEntry: (entry: unknown) => entry is T): readonly T[] | undefined {
  return Array.isArray(value) && value.every(isEntry) ? value : undefined;
}
