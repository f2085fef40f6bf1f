// Predictions in a real VS Code: 30 labels, the next batch, A and X, a strategy, predictions of one's own.
//   node --import tsx test/acceptance/predictions.ts
import { originFrom } from '../e2e/origin.ts';
import { noPhotos } from '../e2e/photos.ts';
import { drivePredictions } from '../e2e/predictionsDrive.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { report, skip } from '../support/measurement.ts';

const item = 'predictions: labels, chips, strategies and an imported file in VS Code';

async function main(): Promise<void> {
  const reason = serverUnsupported() ?? noPhotos();
  if (reason !== undefined) return skip(item, reason);
  const { name, origin } = originFrom(process.argv[2]);
  const results = await drivePredictions(name, origin);
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
