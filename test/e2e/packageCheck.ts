// What is inside a package: `packageCheck.ts <file.vsix>`, named as scripts/package-target.mjs names it.
import path from 'node:path';
import { faultsOf, readVsix } from '../support/vsix.ts';

async function main(): Promise<void> {
  const file = process.argv[2];
  const target = /^next-batch-(.+)\.vsix$/.exec(path.basename(file))?.[1] ?? 'unknown';
  const faults = faultsOf(await readVsix(file), target);
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

void main();
