// A review in a real VS Code: wrong labels and copies planted, acted on by keys, ignored, found again after a reload.
//   node --import tsx test/acceptance/reviewView.ts
import { originFrom } from '../e2e/origin.ts';
import { noPhotos } from '../e2e/photos.ts';
import { driveReview } from '../e2e/reviewDrive.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { report, skip } from '../support/measurement.ts';

const item = 'review: planted mistakes acted on by keys in VS Code';

async function main(): Promise<void> {
  const reason = serverUnsupported() ?? noPhotos();
  if (reason !== undefined) return skip(item, reason);
  const { name, origin } = originFrom(process.argv[2]);
  const results = await driveReview(name, origin);
  const failed = results.filter(({ error }) => error !== undefined).map((result) => result.name);
  report({
    item,
    value: failed.length === 0 ? `${results.length} steps passed` : `failed: ${failed.join(', ')}`,
    unit: '',
    target: 'no step fails',
    pass: failed.length === 0,
  });
}

void main();
