// Twenty labels by keyboard in a real VS Code, from source and from the packaged extension.
//   node --import tsx test/acceptance/keyboard.ts
import { execFileSync } from 'node:child_process';
import { driveLabeling } from '../e2e/labelingDrive.ts';
import { originFrom } from '../e2e/origin.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { report, skip } from '../support/measurement.ts';

const item = 'keyboard: main job in VS Code, 20 labels';

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const target = `${process.platform}-${process.arch}`;
  execFileSync(process.execPath, ['scripts/package-target.mjs', target], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const word of ['source', `.build/vsix/next-batch-${target}.vsix`]) {
    const { name, origin } = originFrom(word);
    const results = await driveLabeling(name, origin);
    const failed = results.filter(({ error }) => error !== undefined).map((result) => result.name);
    report({
      item: `${item}, from ${name}`,
      value: failed.length === 0 ? `${results.length} steps passed` : `failed: ${failed.join(', ')}`,
      unit: '',
      target: 'no step fails',
      pass: failed.length === 0,
    });
    const labeling = results.find((result) => result.name.startsWith('twenty images'));
    report({
      item: `keyboard: 20 labels, from the first key to labels.csv on disk, from ${name}`,
      value: labeling?.ms ?? 'not reached',
      unit: 'ms',
      target: '',
      pass: null,
    });
  }
}

void main();
