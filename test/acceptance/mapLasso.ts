// A lasso around more than 10,000 points of the map, one key that labels them all, one undo; in a real VS Code with a real
// mouse and real keys. From the key to all rows in labels.csv.
//   node --import tsx test/acceptance/mapLasso.ts
import { driveMap } from '../e2e/mapDrive.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { failuresOf, report, skip } from '../support/measurement.ts';

const item = 'map: lasso of more than 10,000 points, one key, one undo';

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const { results, selected, labelSeconds, undoSeconds } = await driveMap('acceptance', { kind: 'source' });
  const failures = failuresOf(results);
  report({
    item,
    value: failures ?? selected,
    unit: failures === undefined ? 'points' : '',
    target: '>= 10000, every step',
    pass: failures === undefined && selected >= 10_000,
  });
  const seconds = { 'from the key to labels.csv': labelSeconds, 'from the undo to labels.csv': undoSeconds };
  for (const [part, value] of Object.entries(seconds))
    report({
      item: `${item}: ${part}`,
      value: Math.round(100 * value) / 100,
      unit: 's',
      target: '',
      pass: null,
    });
}

void main();
