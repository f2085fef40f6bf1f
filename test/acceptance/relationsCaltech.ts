// Relation sessions on caltech101-40 with the built-in encoder and with MobileNetV2: active questions against random ones, the
// rule of the paper's toy example, and plain labels by a key with as many decisions; and with 5 % of the answers wrong.
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
  const setting = { seeds: 3, marks, heldOut: 0.3 };
  for (const encoder of ['builtin', 'mobilenetv2'] as const) {
    const name = `caltech101-40 by ${encoder}`;
    const set = await embeddedSet('caltech101-40', encoder);
    if (set === undefined) {
      skip(`relations on ${name}`, 'its images or the encoder are not in NEXT_BATCH_DATA');
      continue;
    }
    for (const strategy of ['active', 'random', 'fewest', 'keys'] as const)
      tellCurve(name, await sessionsOn(set, strategy, setting), marks);
    const fresh = [20, 50, 100];
    tellFromNothing(
      name,
      await sessionsOn(set, 'active', { ...setting, marks: fresh, start: 'nothing' }),
      fresh,
    );
    const wrong = tellNoisy(name, await sessionsOn(set, 'active', setting, 0.05));
    report({
      item: `${name}: wrong labels after asking again, 5 % of the answers wrong`,
      value: wrong,
      unit: '%',
      target: `at most ${mostWrong}`,
      pass: wrong <= mostWrong,
    });
  }
  tell('caltech101-40, note', tunedOn);
}

void main();
