import type { Command } from './command.ts';
import { commonFlags } from './flags.ts';

const width = 100;

/** `next-batch --help`. */
export function helpOfAll(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => entry(name, summary, 18));
  return `Usage: next-batch <command> [folder] [flags]

Chooses the images of a folder whose labels teach a model most.

${rows.join('\n')}

next-batch <command> --help lists the flags of a command; next-batch --version prints the version.
Exit codes: 0 ok, 1 failed, 2 usage, 3 a replayed input differs, 130 cancelled.
`;
}

/** `next-batch <command> --help`. */
export function helpOf(command: Command): string {
  const words = command.positionals.map(({ name, isOptional }) => (isOptional ? `[${name}]` : `<${name}>`));
  const positionals = command.positionals.map(({ name, description }) => entry(name, description, 26));
  const flags = [...command.flags, ...commonFlags].map(({ name, value, description, kind, setting }) => {
    const shown = kind === 'switch' && setting !== undefined ? `[no-]${name}` : name;
    return entry(`--${shown}${value === undefined ? '' : ` ${value}`}`, description, 26);
  });
  const more = command.more?.entries.map(([name, text]) => entry(name, text, 16)) ?? [];
  return `Usage: ${['next-batch', command.name, ...words, '[flags]'].join(' ')}

${wrap(command.summary, width).join('\n')}
${positionals.length > 0 ? `\n${positionals.join('\n')}\n` : ''}
${flags.join('\n')}
${more.length > 0 ? `\n${command.more?.heading}:\n${more.join('\n')}\n` : ''}
Examples:
${command.examples.map((example) => `  next-batch ${example}`).join('\n')}
`;
}

/** A name, and its description beside it, or below where the name is too long. */
function entry(name: string, description: string, column: number): string {
  const lines = wrap(description, width - column - 4);
  const indent = ' '.repeat(column + 4);
  const first =
    name.length <= column ? `  ${name.padEnd(column)}  ${lines[0]}` : `  ${name}\n${indent}${lines[0]}`;
  return [first, ...lines.slice(1).map((line) => indent + line)].join('\n');
}

function wrap(text: string, columns: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line !== '' && line.length + word.length + 1 > columns) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
