// Comparing strategies in a real VS Code: three on real photos, one batch taken as it is, labeled and replayed.
//   node --import tsx test/acceptance/compareView.ts
import { driveCompare } from '../e2e/compareDrive.ts';
import { originFrom } from '../e2e/origin.ts';
import { noPhotos } from '../e2e/photos.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { failuresOf, report, skip } from '../support/measurement.ts';

const item = 'compare: three strategies, one taken as it was compared, labeled and replayed in VS Code';

async function main(): Promise<void> {
  const reason = serverUnsupported() ?? noPhotos();
  if (reason !== undefined) return skip(item, reason);
  const { name, origin } = originFrom(process.argv[2]);
  const results = await driveCompare(name, origin);
  const failures = failuresOf(results);
  const value = failures ?? `${results.length} steps passed`;
  report({ item, value, unit: '', target: 'no step fails', pass: failures === undefined });
}

void main();
