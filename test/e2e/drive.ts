// A person at the keyboard of a real VS Code: `drive.ts source` or `drive.ts <file.vsix>`.
// Its last line is `N passed, N failed`.
import { driveFormats } from './formatsDrive.ts';
import { driveInsights } from './insightsDrive.ts';
import { driveLabeling } from './labelingDrive.ts';
import { driveMap } from './mapDrive.ts';
import { originFrom } from './origin.ts';
import { driveRelations } from './relationsDrive.ts';
import { serverUnsupported } from './server.mjs';
import { driveWorkspace } from './workspaceDrive.ts';

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) {
    console.log(`skipped: ${reason}`);
    console.log('0 passed, 0 failed, 1 skipped');
    return;
  }
  const { name, origin } = originFrom(process.argv[2]);
  const results = [
    ...(await driveLabeling(name, origin)),
    ...(await driveFormats(name, origin)),
    ...(await driveInsights(name, origin)),
    ...(await driveWorkspace(name, origin)),
    ...(await driveMap(name, origin)).results,
    ...(await driveRelations(name, origin)),
  ];
  const failed = results.filter(({ error }) => error !== undefined).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.log(error);
  console.log('0 passed, 1 failed');
  process.exit(1);
});
