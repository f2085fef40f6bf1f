// Similar images and clusters in a real VS Code: the Explorer's menu, refining, labeling a whole cluster, one undo.
//   node --import tsx test/acceptance/clusterLabeling.ts
import { driveClusters } from '../e2e/clustersDrive.ts';
import { originFrom } from '../e2e/origin.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { failuresOf, report, skip } from '../support/measurement.ts';

const item =
  'similar images and clusters in VS Code: from the Explorer, refined, labeled at once, taken back';

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const { name, origin } = originFrom(process.argv[2]);
  const results = await driveClusters(name, origin);
  const failed = failuresOf(results);
  report({
    item,
    value: failed ?? `${results.length} steps passed`,
    unit: '',
    target: 'no step fails',
    pass: failed === undefined,
  });
}

void main();
