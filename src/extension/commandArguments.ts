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
  /** Id of a finding of the review. */
  readonly finding?: string;
  readonly class?: string;
  /** What a class is to be called. */
  readonly name?: string;
  /** The class that another one becomes part of. */
  readonly into?: string;
  /** The key of a class. */
  readonly key?: string;
  /** Number of a color of the palette, from 0. */
  readonly color?: number;
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
  /** Id of a format: "coco". */
  readonly format?: string;
  /** The file or folder to write. */
  readonly to?: string;
  /** What to do where `to` is taken: `beside` writes to a new place named with the date. */
  readonly ifTaken?: string;
  /** `none`, or the rule of a split: `stratified`, `group`. */
  readonly split?: string;
  /** Part that is held out, 0 to 1. */
  readonly valFraction?: number;
  readonly seed?: number;
  /** How images get into an export: `copy`, `hard-link`, `symbolic-link`. */
  readonly images?: string;
}

/** What each argument must be to be taken; lists and objects are looked at by themselves. */
const plain = {
  string: [
    'folder',
    'file',
    'names',
    'strategy',
    'batch',
    'image',
    'finding',
    'class',
    'name',
    'into',
    'key',
    'encoder',
    'format',
    'to',
    'ifTaken',
    'split',
    'images',
  ],
  number: ['seeds', 'color', 'valFraction', 'seed'],
  boolean: ['download', 'use'],
} as const;

/** Reads what a command was run with: the folder of a menu, an object as above, or nothing. */
export function commandArguments(argument: unknown): CommandArguments {
  if (argument instanceof vscode.Uri) return { folder: argument.fsPath };
  if (typeof argument !== 'object' || argument === null) return {};
  const given = new Map<string, unknown>(Object.entries(argument));
  const taken = Object.entries(plain).flatMap(([type, names]) =>
    names.filter((name) => typeof given.get(name) === type).map((name) => [name, given.get(name)]),
  );
  const strategies = list(given.get('strategies'), (entry) => typeof entry === 'string');
  const budgets = list(given.get('budgets'), (entry) => typeof entry === 'number');
  const description = given.get('description');
  return {
    ...Object.fromEntries(taken),
    // The engine checks it as it checks one in a file.
    ...(typeof description === 'object' && description !== null && { description }),
    ...(strategies && { strategies }),
    ...(budgets && { budgets }),
  };
}

function list<T>(value: unknown, isEntry: (entry: unknown) => entry is T): readonly T[] | undefined {
  return Array.isArray(value) && value.every(isEntry) ? value : undefined;
}
