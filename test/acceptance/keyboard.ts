// Twenty labels by keyboard in a real VS Code, from source and from the packaged extension.
//   node --import tsx test/acceptance/keyboard.ts
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { activationTime } from '../e2e/activationTime.ts';
import { driveLabeling } from '../e2e/labelingDrive.ts';
import { originFrom } from '../e2e/origin.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { openWorkbench, runCommand } from '../e2e/workbench.ts';
import { median, report, skip } from '../support/measurement.ts';

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
  await activation();
}

/** What VS Code itself counts, under *Show Running Extensions*. */
async function activation(): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-activation-'));
    const workbench = await openWorkbench({ name: 'activation', origin: { kind: 'source' }, folder });
    try {
      await runCommand(workbench.page, 'Next Batch: Show Log');
      times.push(await activationTime(workbench.page));
    } finally {
      await workbench.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const value = median(times);
  report({
    item: 'activation as VS Code counts it, median of 3',
    value,
    unit: 'ms',
    target: '<= 20',
    pass: value <= 20,
  });
}

void main();
