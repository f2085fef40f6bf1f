import { beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { selectors } from '../../src/core/selectors/registry.ts';
import { settingsTable } from '../../src/core/settings.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/datasets.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

describe('help', () => {
  test('lists every command', async () => {
    const { code, out, err } = await cli(['--help']);
    expect(code).toBe(0);
    expect(err).toBe('');
    for (const { name } of commands) expect(out).toContain(`  ${name} `);
  });

  test('no words at all is a question for help', async () => {
    expect((await cli([])).out).toBe((await cli(['--help'])).out);
  });

  test('what several commands begin with lists these', async () => {
    const { code, out } = await cli(['relations', '--help']);
    const listed = out.split('\n').flatMap((line) => /^ {2}(\w+(?: \w+)?) {2,}/.exec(line)?.[1] ?? []);
    expect([code, listed]).toEqual([
      0,
      commands.map(({ name }) => name).filter((name) => name.startsWith('relations ')),
    ]);
  });

  test.each(commands.map(({ name }) => name))('next-batch %s --help lists its flags', async (name) => {
    const { code, out } = await cli([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`next-batch ${name}`);
    const command = commands.find((known) => known.name === name);
    for (const flag of command?.flags ?? []) expect(out).toMatch(new RegExp(`--(\\[no-\\])?${flag.name}\\b`));
  });

  test('every strategy and parameter is in the help of select', async () => {
    const { out } = await cli(['select', '--help']);
    for (const { id, parameters } of selectors) {
      expect(out).toContain(`  ${id} `);
      for (const name of Object.keys(parameters)) expect(out).toContain(`${name}=`);
    }
  });

  test('every setting that is not about the editor is a flag of some command', () => {
    const flags = new Set(commands.flatMap((command) => command.flags.map(({ setting }) => setting)));
    const missing = Object.keys(settingsTable).filter(
      (name) => !flags.has(name as keyof typeof settingsTable),
    );
    expect(missing.sort()).toEqual(['imageFolder', 'keys', 'nodePath']);
  });
});

test('--version prints the version and nothing else', async () => {
  expect(await cli(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
});

describe('usage errors', () => {
  test.each([
    [['labels'], 'There is no command "labels"; did you mean "labels check"?'],
    [['labels', 'chekc'], 'There is no command "labels"; did you mean "labels check"?'],
    [['relations'], 'There is no command "relations"; did you mean "relations next"?'],
    [['select', '--balance=classes'], '--balance is "classes"; it must be one of none, class, folder.'],
    [
      ['select', '--max-per-group', '-1'],
      '--max-per-group is "-1"; it must be a whole number from 0 to 10000.',
    ],
    [
      ['import', 'scores'],
      'file is missing: name the file to use, or add --remove to use none; next-batch import scores --help says more.',
    ],
    [['select', '--budget'], '--budget needs a value: --budget N.'],
    [['select', '--labels', '--json'], '--labels needs a value: --labels FILE.'],
    [['select', '--json=yes'], '--json takes no value; leave "=yes" out.'],
    [
      ['select', '--param', 'sigma'],
      '--param is "sigma"; write a name and a value, as in --param sigma=0.5.',
    ],
    [['select', 'a', 'b'], '"b" is one word too many; next-batch select --help shows the order.'],
    [['replay'], 'manifest is missing: next-batch replay --help says what belongs there.'],
    [
      ['export', '--format', 'labels-cvs', '--out', 'x'],
      'There is no format "labels-cvs" to export; did you mean labels-csv?',
    ],
    [['export'], '--out is missing: name the file or folder to write.'],
    [
      ['export', '--out', 'x', '--images', 'move'],
      '--images is "move"; it must be one of copy, hard-link, symbolic-link.',
    ],
  ])('%j', async (words, sentence) => {
    const result = await cli(words, { directory: temporaryFolder() });
    expect(result.err).toBe(`${sentence}\n`);
    expect(result.code).toBe(2);
    if (!words.includes('--json')) expect(result.out).toBe('');
  });

  test('with --json, stdout is one document with the error', async () => {
    const { out, err, code } = await cli(['select', '--nonsense', '--json']);
    const { error } = JSON.parse(out);
    expect(error).toEqual({ code: 'usage', message: err.trim(), file: null });
    expect(code).toBe(2);
  });
});
