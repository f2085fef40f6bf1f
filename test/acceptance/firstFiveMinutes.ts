// The first five minutes with the keyboard only, from source and from the package in a new VS Code.
//   node --import tsx test/acceptance/firstFiveMinutes.ts
import { execFileSync } from 'node:child_process';
import { driveFirstFiveMinutes } from '../e2e/firstFiveMinutesDrive.ts';
import { originFrom } from '../e2e/origin.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { failuresOf, report, skip } from '../support/measurement.ts';

const item = 'first five minutes, keyboard only';

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const target = `${process.platform}-${process.arch}`;
  execFileSync(process.execPath, ['scripts/package-target.mjs', target], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const word of ['source', `.build/vsix/next-batch-${target}.vsix`]) {
    const { name, origin } = originFrom(word);
    const { results, firstPicture, webviewStart } = await driveFirstFiveMinutes(name, origin);
    const failed = failuresOf(results);
    report({
      item: `${item}, from ${name}`,
      value: failed ?? `${results.length} steps passed`,
      unit: '',
      target: 'no step fails',
      pass: failed === undefined,
    });
    report({
      item: `first five minutes: Enter on Open Image Folder to the first picture, from ${name}`,
      value: firstPicture ?? 'not reached',
      unit: 'ms',
      target: '< 2000',
      pass: firstPicture !== undefined && firstPicture < 2000,
    });
    const ours =
      firstPicture === undefined || webviewStart === undefined ? undefined : firstPicture - webviewStart;
    report({
      item: `first five minutes: the same without the start of VS Code's first webview in a new browser, from ${name}`,
      value: ours ?? 'not reached',
      unit: 'ms',
      target: '',
      pass: null,
    });
  }
}

void main();
