import type { SettingName, Settings } from '../core/settings.ts';
import type { Engine } from '../engine/engine.ts';
import type { Terminal } from './terminal.ts';

/** One flag of a command. Those that stand for a setting take description, default and check from the settings table. */
export interface Flag {
  readonly name: string;
  /** `switch` takes no value (and can be `--no-...` if it is a setting), `list` may be given several times. */
  readonly kind: 'text' | 'list' | 'switch';
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly description: string;
  readonly setting?: SettingName;
}

export interface Positional {
  readonly name: string;
  readonly description: string;
  readonly isOptional?: boolean;
}

/** The words of one call, taken apart and checked against the command's flags. */
export interface Words {
  readonly positionals: readonly string[];
  /** The value of a text flag. */
  text(flag: string): string | undefined;
  list(flag: string): readonly string[];
  /** Undefined if the switch was not given. */
  isOn(flag: string): boolean | undefined;
}

/** What a command may use. */
export interface Call {
  readonly words: Words;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Folder that relative paths start from. */
  readonly directory: string;
  readonly version: string;
  /** What is sent to stdin; undefined where nothing is. */
  input(): Promise<string | undefined>;
  /** Flags, then the workspace settings found from `folder` upwards (none without a folder), then defaults. */
  settings(folder: string | undefined): Promise<Settings>;
  /** Starts the engine in this process; it is closed when the command ends. */
  engine(threads: number): Engine;
}

/** What a command leaves: one document for `--json`, the same as text for a person. */
export interface Outcome {
  readonly json: unknown;
  readonly text: string;
  /** The command did its work, and what it found means failure. */
  readonly failed?: boolean;
}

export interface Command {
  /** As typed: one or two words. */
  readonly name: string;
  readonly summary: string;
  readonly positionals: readonly Positional[];
  readonly flags: readonly Flag[];
  readonly examples: readonly string[];
  /** Names with a sentence each, shown below the flags under their own heading. */
  readonly more?: { readonly heading: string; readonly entries: readonly (readonly [string, string])[] };
  run(call: Call): Promise<Outcome>;
}
