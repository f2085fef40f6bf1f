import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { trainingLoaders } from '../../src/extension/trainingLoader.ts';
import { temporaryFolder } from '../support/datasets.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('Skipped: the loaders are not run, because there is no python3.');

describe.each(trainingLoaders('/data/it\'s "ünï" 😀\\labels.csv'))('the $label loader', ({ label, code }) => {
  test('is short enough to read', () => {
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(26);
    expect(code).toMatch(/^[\x20-\x7e\n]*$/);
  });

  test.skipIf(!hasPython)('compiles', () => {
    const file = path.join(temporaryFolder(), `${label}.py`);
    writeFileSync(file, code);
    execFileSync('python3', ['-m', 'py_compile', file], { stdio: 'pipe' });
  });

  test.skipIf(!hasPython)('reads labels.csv: labeled rows only, classes by name, whole paths', () => {
    const folder = temporaryFolder();
    const labels = path.join(folder, 'labels "a".csv');
    writeFileSync(
      labels,
      'path,label,state,flag\na/1.jpg,dog,,\n"b,2.jpg",cat,,1\nc.jpg,,skip,\nd.jpg,,,1\n',
    );
    const own = trainingLoaders(labels).find((loader) => loader.label === label)?.code ?? '';
    const reading = own
      .split('\n')
      .filter((line) => !/^import (tensorflow)|^from (PIL|torch|datasets)/.test(line))
      .join('\n');
    const upToSamples = `${reading.slice(0, reading.indexOf('\n', reading.indexOf('samples = ')))}\n`;
    const script = `${upToSamples}\nimport json\nprint(json.dumps([classes, samples]))`;
    const [classes, samples] = JSON.parse(execFileSync('python3', ['-c', script], { encoding: 'utf8' }));
    expect(classes).toEqual(['cat', 'dog']);
    expect(samples).toEqual([
      [path.join(folder, 'a/1.jpg'), 1],
      [path.join(folder, 'b,2.jpg'), 0],
    ]);
  });
});
