import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { trainingLoaders } from '../../src/extension/trainingLoader.ts';
import { put, temporaryFolder } from '../support/datasets.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('Skipped: the loaders are not run, because there is no python3.');

/** Where a framework is missing, a page of Python that checks and records how it is called stands in for it. */
const stubs = path.resolve('test/support/pythonStubs');
const needs: Readonly<Record<string, readonly string[]>> = {
  PyTorch: ['torch', 'torchvision', 'PIL'],
  Keras: ['tensorflow'],
  'Hugging Face': ['datasets', 'PIL'],
};

/** Says of each sample of train and val: its file, its class number, and what was done to the image. */
const record: Readonly<Record<string, string>> = {
  PyTorch: 'said = [[[x.path, y, x.steps] for batch in part for x, y in batch] for part in (train, val)]',
  Keras: 'said = [[[x.path, y, x.steps] for batch in part for x, y in batch] for part in (train, val)]',
  'Hugging Face': 'said = [[[row["image"], row["label"], []] for row in part] for part in (train, val)]',
};
const steps: Readonly<Record<string, unknown>> = {
  PyTorch: ['RGB', [224, 224], '/ 255.0'],
  Keras: ['RGB', [224, 224], '/ 255.0'],
  'Hugging Face': [],
};

/** With what is really installed, all that can be said without pictures: how many there are, and the labels. */
const count: Readonly<Record<string, string>> = {
  PyTorch: 'said = [len(part.dataset) for part in (train, val)]',
  Keras: 'said = [int(labeled(part).cardinality()) for part in (samples[held_out:], samples[:held_out])]',
  'Hugging Face': 'said = [len(part) for part in (train, val)]',
};

function run(code: string, env: Readonly<Record<string, string>> = {}): unknown {
  const script = `${code}\nimport json\nprint(json.dumps([classes, said]))`;
  const out = execFileSync('python3', ['-c', script], { encoding: 'utf8', env: { ...process.env, ...env } });
  return JSON.parse(out);
}

function loaderFor(label: string, labels: string): string {
  return trainingLoaders(labels).find((loader) => loader.label === label)?.code ?? '';
}

/** Twelve rows with a label and three without; names that a careless reader trips over. */
function labeledFolder(): { readonly labels: string; readonly truth: ReadonlyMap<string, number> } {
  const folder = temporaryFolder();
  const names = Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? `a ${i}, "b".jpg` : `sub/ü#${i}%20.jpg`));
  put(folder, ...names, 'skipped.jpg', 'flagged.jpg');
  const rows = names.map((name, i) => `"${name.replaceAll('"', '""')}",${i % 2 ? 'dog, big' : 'cat'},,`);
  const quoted = rows.map((row) => row.replace('dog, big', '"dog, big"'));
  const others = ['skipped.jpg,,skip,', 'flagged.jpg,,,1', 'never.jpg,,,'];
  const labels = path.join(folder, 'labels "a".csv');
  writeFileSync(labels, `\ufeffpath,label,state,flag\r\n${[...quoted, ...others].join('\r\n')}\r\n`);
  return { labels, truth: new Map(names.map((name, i) => [path.join(folder, name), i % 2])) };
}

describe.each(trainingLoaders('/data/it\'s "ünï" 😀\\labels.csv'))('the $label loader', ({ label, code }) => {
  test('is short enough to read, and ASCII', () => {
    expect(code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(23);
    expect(code).toMatch(/^[\x20-\x7e\n]*$/);
  });

  test.skipIf(!hasPython)('compiles', () => {
    const file = path.join(temporaryFolder(), `${label}.py`);
    writeFileSync(file, code);
    execFileSync('python3', ['-m', 'py_compile', file], { stdio: 'pipe' });
  });

  test.skipIf(!hasPython)('loads every labeled image once with its class, and holds a fifth out', () => {
    const { labels, truth } = labeledFolder();
    const [classes, [train, val]] = run(`${loaderFor(label, labels)}\n${record[label]}`, {
      PYTHONPATH: stubs,
      PYTHONDONTWRITEBYTECODE: '1',
    }) as [string[], [string, number, unknown][][]];
    expect(classes).toEqual(['cat', 'dog, big']);
    expect([train.length, val.length]).toEqual([10, 2]);
    const all = [...train, ...val];
    expect(new Map(all.map(([file, number]) => [file, number]))).toEqual(truth);
    expect(all.every(([, , done]) => JSON.stringify(done) === JSON.stringify(steps[label]))).toBe(true);
  });

  test.skipIf(!hasPython)('holds nothing out of fewer than five labels', () => {
    const folder = temporaryFolder();
    put(folder, 'a.jpg', ['labels.csv', 'path,label\na.jpg,cat\n']);
    const own = loaderFor(label, path.join(folder, 'labels.csv'));
    const env = { PYTHONPATH: stubs, PYTHONDONTWRITEBYTECODE: '1' };
    const [, [train, val]] = run(`${own}\n${record[label]}`, env) as [string[], unknown[][]];
    expect([train.length, val.length]).toEqual([1, 0]);
  });

  test('runs with the framework itself, where it is installed', () => {
    const modules = needs[label] ?? [];
    const missing = modules.filter((name) => spawnSync('python3', ['-c', `import ${name}`]).status !== 0);
    if (!hasPython || missing.length > 0)
      return console.log(`Skipped: ${label} itself is not run, because Python has no ${missing.join(', ')}.`);
    const { labels } = labeledFolder();
    expect(run(`${loaderFor(label, labels)}\n${count[label]}`)).toEqual([
      ['cat', 'dog, big'],
      [10, 2],
    ]);
  });
});
