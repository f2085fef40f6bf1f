import { parseArgs } from 'node:util';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Command, Flag, Words } from './command.ts';
import { commonFlags } from './flags.ts';

/** Takes the words behind a command's name apart. Throws a `usage` error that names the nearest flag there is. */
export function readWords(command: Command, argv: readonly string[]): Words {
  const flags = [...command.flags, ...commonFlags];
  const given = new Map<string, (string | boolean)[]>();
  const positionals: string[] = [];
  for (const token of tokens(flags, argv)) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { flag, value } = readFlag(command, flags, token);
    given.set(flag.name, [...(given.get(flag.name) ?? []), value]);
  }
  if (given.get('help')?.at(-1) !== true) checkCount(command, positionals);
  const last = (name: string): string | boolean | undefined => given.get(name)?.at(-1);
  return {
    positionals,
    text: (name) => {
      const value = last(name);
      return typeof value === 'string' ? value : undefined;
    },
    list: (name) => (given.get(name) ?? []).filter((value) => typeof value === 'string'),
    isOn: (name) => {
      const value = last(name);
      return typeof value === 'boolean' ? value : undefined;
    },
  };
}

/** Whether `--json`, `--quiet` and the like stand among the words: asked before anything else can fail. */
export function hasSwitch(argv: readonly string[], name: string): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? argv.length : end).includes(`--${name}`);
}

type Tokens = NonNullable<ReturnType<typeof parseArgs<{ tokens: true; strict: false }>>['tokens']>;
type OptionToken = Extract<Tokens[number], { kind: 'option' }>;

function tokens(flags: readonly Flag[], argv: readonly string[]): Tokens {
  const options = Object.fromEntries(
    flags.map(({ name, kind }) => [
      name,
      { type: kind === 'switch' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens: found } = parseArgs({
    args: [...argv],
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  return found;
}

function readFlag(
  command: Command,
  flags: readonly Flag[],
  token: OptionToken,
): { readonly flag: Flag; readonly value: string | boolean } {
  const negated = flags.find(
    ({ name, kind, setting }) => kind === 'switch' && setting !== undefined && token.name === `no-${name}`,
  );
  if (negated !== undefined) return { flag: negated, value: false };
  const flag = flags.find(({ name }) => name === token.name);
  if (flag === undefined) throw unknownFlag(command, flags, token.rawName);
  if (flag.kind === 'switch') {
    if (token.value === undefined) return { flag, value: true };
    throw new UserError('usage', `--${flag.name} takes no value; leave "=${token.value}" out.`);
  }
  const isForgotten = token.value === undefined || (!token.inlineValue && /^--[a-z]/.test(token.value));
  if (isForgotten || token.value === '')
    throw new UserError('usage', `--${flag.name} needs a value: --${flag.name} ${flag.value ?? 'VALUE'}.`);
  return { flag, value: token.value };
}

function unknownFlag(command: Command, flags: readonly Flag[], raw: string): UserError {
  const name = raw.replace(/^-+/, '');
  const near = nearest(
    name,
    flags.map((flag) => flag.name),
  );
  const hint =
    near === undefined ? `next-batch ${command.name} --help lists them` : `did you mean --${near}?`;
  return new UserError('usage', `There is no flag ${raw}; ${hint}${hint.endsWith('?') ? '' : '.'}`);
}

function checkCount({ name, positionals }: Command, given: readonly string[]): void {
  const missing = positionals.slice(given.length).find(({ isOptional }) => isOptional !== true);
  if (missing !== undefined)
    throw new UserError(
      'usage',
      `${missing.name} is missing: next-batch ${name} --help says what belongs there.`,
    );
  const extra = given[positionals.length];
  if (extra !== undefined)
    throw new UserError(
      'usage',
      `"${extra}" is one word too many; next-batch ${name} --help shows the order.`,
    );
}
