import type { Progress } from '../core/types.ts';
import { printableLines } from './printable.ts';
import { createProgressLine } from './progressLine.ts';

/** Where a program prints to: the part of a stream that we use. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Where a program reads from: the part of a stream that we use. */
export interface Source extends AsyncIterable<string | Uint8Array> {
  readonly isTTY?: boolean;
}

/** All that is sent; undefined where nothing is: nobody waits for a person to type. */
export async function readSource(source: Source | undefined): Promise<string | undefined> {
  if (source === undefined || source.isTTY === true) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of source)
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** What a person sees while a command runs; what it results in goes to stdout, all else to stderr. */
export interface Terminal {
  /** One line on stderr, above the progress bar. */
  say(line: string): void;
  /** The result, on stdout. */
  print(text: string): void;
  /** Shows how far the job is; with `--quiet` nothing. */
  progress(progress: Progress): void;
  /** Takes the bar away. */
  endProgress(): void;
  /** Columns of the result's lines. */
  readonly width: number;
}

export function createTerminal(stdout: Output, stderr: Output, isQuiet: boolean): Terminal {
  const line = createProgressLine(stderr);
  return {
    say(text) {
      line.clear();
      stderr.write(`${printableLines(text)}\n`);
    },
    print(text) {
      line.clear();
      stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    progress(progress) {
      if (!isQuiet) line.show(progress);
    },
    endProgress: () => line.clear(),
    width: stdout.isTTY === true ? (stdout.columns ?? 80) : 120,
  };
}
