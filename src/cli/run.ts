import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { type System, thisSystem, unsupportedSystem } from '../engine/systems.ts';
import type { Call, Command, Words } from './command.ts';
import { commands } from './commands.ts';
import { helpOf, helpOfAll } from './help.ts';
import { printableLines } from './printable.ts';
import { readCallSettings } from './settings.ts';
import { createTerminal, type Output, readSource, type Source, type Terminal } from './terminal.ts';
import { hasSwitch, readWords } from './words.ts';

/** Where a call happens. */
export interface Place {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Absent: nobody can type or send anything. */
  readonly stdin?: Source;
  readonly signal: AbortSignal;
  /** Folder that relative paths start from. */
  readonly directory: string;
  /** Absolute path of the built `worker.js`. */
  readonly workerFile: string;
  /** Absolute path of `media`. */
  readonly mediaFolder: string;
  readonly version: string;
  /** Default: the one we run on. */
  readonly system?: System;
}

/** Runs one call of `next-batch` and returns its exit code. Never throws: what goes wrong is printed, once. */
export async function run(argv: readonly string[], place: Place): Promise<number> {
  const isJson = hasSwitch(argv, 'json');
  const terminal = createTerminal(place.stdout, place.stderr, hasSwitch(argv, 'quiet'));
  try {
    const text = helpOrVersion(argv, place.version);
    if (text !== undefined) {
      terminal.print(text);
      return 0;
    }
    const command = findCommand(argv);
    const words = readWords(command, argv.slice(command.name.split(' ').length));
    if (words.isOn('help')) {
      terminal.print(helpOf(command));
      return 0;
    }
    const outcome = await runCommand(command, words, terminal, place);
    terminal.print(isJson ? JSON.stringify(outcome.json, null, 1) : printableLines(outcome.text));
    return outcome.failed ? 1 : 0;
  } catch (error) {
    return fail(error, terminal, isJson);
  }
}

async function runCommand(
  command: Command,
  words: Words,
  terminal: Terminal,
  place: Place,
): ReturnType<Command['run']> {
  let engine: Engine | undefined;
  const call: Call = {
    words,
    terminal,
    signal: place.signal,
    directory: place.directory,
    version: place.version,
    input: () => readSource(place.stdin),
    settings: (folder) =>
      readCallSettings({ command, words, directory: place.directory, say: terminal.say }, folder),
    engine(threads) {
      const { workerFile, mediaFolder } = place;
      const reason = unsupportedSystem(place.system ?? thisSystem());
      if (reason !== undefined) throw new UserError('no-engine', reason);
      engine ??= createEngine({ workerFile, mediaFolder, threads });
      return engine;
    },
  };
  try {
    return await command.run(call);
  } finally {
    terminal.endProgress();
    await engine?.close();
  }
}

function helpOrVersion(argv: readonly string[], version: string): string | undefined {
  const [first] = argv;
  if (first === '--version') return version;
  if (first === undefined || helpWords.includes(first)) return helpOfAll(commands);
  if (!helpWords.includes(argv[1]) || commands.some(({ name }) => name === first)) return undefined;
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  return family.length > 0 ? helpOfAll(family) : undefined;
}

const helpWords = ['--help', '-h', 'help'];

/** The command with the most words that the call begins with. */
function findCommand(argv: readonly string[]): Command {
  const found = commands
    .filter(({ name }) => name.split(' ').every((word, i) => argv[i] === word))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (found !== undefined) return found;
  const typed = argv.slice(0, 2).filter((word) => !word.startsWith('-'));
  const word = typed[0] ?? argv[0];
  const names = commands.map(({ name }) => name);
  const near =
    nearest(typed.join(' '), names) ??
    nearest(word, names) ??
    names.find((name) => name.startsWith(`${word} `));
  const hint = near === undefined ? 'next-batch --help lists the commands.' : `did you mean "${near}"?`;
  throw new UserError('usage', `There is no command "${word}"; ${hint}`);
}

function fail(error: unknown, terminal: Terminal, isJson: boolean): number {
  const { code, message, file } =
    error instanceof UserError
      ? error
      : {
          code: 'internal',
          message: `Something went wrong in Next Batch itself: ${reason(error)}`,
          file: undefined,
        };
  terminal.say(message);
  if (isJson) terminal.print(JSON.stringify({ error: { code, message, file: file ?? null } }, null, 1));
  if (code === 'usage') return 2;
  if (code === 'input-differs') return 3;
  return code === 'cancelled' ? 130 : 1;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return process.env.NEXT_BATCH_DEBUG === '1' ? (error.stack ?? error.message) : error.message;
}
