// Questions about relations answered in a real VS Code: ten screens by keys, an undo, a contradiction made and settled.
//   node --import tsx test/acceptance/relationsView.ts
import { originFrom } from '../e2e/origin.ts';
import { driveRelations } from '../e2e/relationsDrive.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { failuresOf, report, skip } from '../support/measurement.ts';

const item =
  'relations: ten questions by keys in VS Code, a contradiction made and settled, undo, implied labels in labels.csv';

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const { name, origin } = originFrom(process.argv[2]);
  const results = await driveRelations(name, origin);
  const failures = failuresOf(results);
  report({
    item,
    value: failures ?? `${results.length} steps passed`,
    unit: '',
    target: 'no step fails',
    pass: failures === undefined,
  });
}

void main();
