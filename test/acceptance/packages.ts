// A package for every target: what is in it, and its size.
//   node --import tsx test/acceptance/packages.ts
import { execFileSync } from 'node:child_process';
import { supportedSystems } from '../../src/engine/systems.ts';
import { report } from '../support/measurement.ts';
import { faultsOf, readVsix, vsixLimit } from '../support/vsix.ts';

async function main(): Promise<void> {
  execFileSync(process.execPath, ['scripts/package-target.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const target of supportedSystems) {
    const vsix = await readVsix(`.build/vsix/next-batch-${target}.vsix`);
    const faults = faultsOf(vsix, target);
    report({
      item: `package for ${target}: one native binary each, nothing that does not belong`,
      value: faults.length === 0 ? `${vsix.files.size} files` : faults.join('; '),
      unit: '',
      target: 'no fault',
      pass: faults.length === 0,
    });
    report({
      item: `package for ${target}: size`,
      value: Math.round(vsix.bytes / 1e5) / 10,
      unit: 'MB',
      target: `< ${vsixLimit / 1e6}`,
      pass: vsix.bytes < vsixLimit,
    });
  }
}

void main();
