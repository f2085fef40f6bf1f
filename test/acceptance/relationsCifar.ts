// Relation sessions on 10,000 images of cifar10, embedded by MobileNetV2: active questions against random ones, the rule of the
// paper's toy example, and plain labels by a key with as many decisions; and with 5 % of the answers wrong.
import { embeddedSet } from '../support/embeddedSets.ts';
import { report, skip } from '../support/measurement.ts';
import {
  marks,
  mostWrong,
  sessionsOn,
  tellCurve,
  tellFromNothing,
  tellNoisy,
  tunedOn,
} from '../support/relationSessions.ts';
import { tell } from '../support/simulator.ts';

async function main(): Promise<void> {
  const set = await embeddedSet('cifar10');
  if (set === undefined) return skip('relations on cifar10', 'its embeddings are not in NEXT_BATCH_DATA');
  const setting = { seeds: 3, marks, heldOut: 0.3, poolSize: 10_000, heldOutSize: 3000 };
  for (const strategy of ['active', 'random', 'fewest', 'keys'] as const)
    tellCurve('cifar10', await sessionsOn(set, strategy, setting), marks);
  tell('cifar10, note', tunedOn);
  const fresh = [20, 50, 100];
  tellFromNothing(
    'cifar10',
    await sessionsOn(set, 'active', { ...setting, marks: fresh, start: 'nothing' }),
    fresh,
  );
  const wrong = tellNoisy('cifar10', await sessionsOn(set, 'active', setting, 0.05));
  report({
    item: 'cifar10: wrong labels after asking again, 5 % of the answers wrong',
    value: wrong,
    unit: '%',
    target: `at most ${mostWrong}`,
    pass: wrong <= mostWrong,
  });
}

void main();
