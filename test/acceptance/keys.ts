// Thirty keys, twenty a second, in a real VS Code.
//   node --import tsx test/acceptance/keys.ts
import { driveKeys } from '../e2e/keysDrive.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { failuresOf, report, skip } from '../support/measurement.ts';

const item = 'keys: 30 keys typed at 20/s give 30 acts, in order';

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const { results, perSecond } = await driveKeys('source', { kind: 'source' });
  const failed = failuresOf(results);
  report({
    item,
    value: failed ?? '30 acts, none lost, none doubled; labels.csv the same',
    unit: '',
    target: 'no step fails',
    pass: failed === undefined,
  });
  const value = Math.round(perSecond * 10) / 10;
  report({ item: 'keys: rate typed', value, unit: 'keys/s', target: '>= 19.9', pass: value >= 19.9 });
}

void main();
