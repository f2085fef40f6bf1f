// Others who write while a person labels: a second window, the text editor, a program, git, a folder that goes away.
//   node --import tsx test/acceptance/twoWindows.ts
import { serverUnsupported } from '../e2e/server.mjs';
import {
  driveFolderGone,
  driveGitCheckout,
  driveHandEdits,
  driveTwoWindows,
} from '../e2e/sharedFolderDrives.ts';
import { failuresOf, report, skip } from '../support/measurement.ts';

const stories = [
  { item: 'two windows label one folder at the same time', drive: driveTwoWindows },
  { item: 'labels.csv edited by hand and by a program while labels are given', drive: driveHandEdits },
  { item: 'git checkout of another branch while the panel is open', drive: driveGitCheckout },
  { item: 'the image folder goes away and comes back while the panel is open', drive: driveFolderGone },
];

async function main(): Promise<void> {
  const reason = serverUnsupported();
  const asked = process.argv[2];
  for (const { item, drive } of stories.filter(
    (story) => asked === undefined || story.item.includes(asked),
  )) {
    if (reason !== undefined) {
      skip(item, reason);
      continue;
    }
    const results = await drive();
    const failed = failuresOf(results);
    report({
      item,
      value: failed ?? `${results.length} steps passed, nothing lost`,
      unit: '',
      target: 'no step fails',
      pass: failed === undefined,
    });
  }
}

void main();
