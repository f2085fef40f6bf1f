// Relation sessions on the digits of scikit-learn, as an independent program measured them: 1,297 images to ask about, 500 to
// measure with, one label per class at the start, screens of nine, mean of 5 seeds.
import { digits } from '../support/digits.ts';
import { report, skip } from '../support/measurement.ts';
import { meanAt, round, sessionsOn, tellCurve, tunedOn } from '../support/relationSessions.ts';
import { tell } from '../support/simulator.ts';

const marks = [10, 20, 30, 40, 60];
/** What that program measured after the same screens: labels with those of the start, and accuracy. */
const measured = {
  active: 'labels 79 151 227 303 460, accuracy 84.2 89.1 90.1 91.1 92.3',
  random: 'labels 19 - 37 - 67, accuracy 78.1 - 79.3 - 84.0',
};

async function main(): Promise<void> {
  const set = digits();
  if (set === undefined)
    return skip('relations on digits', 'the python3-sklearn package of Debian is not here');
  const setting = { seeds: 5, marks, heldOut: 500 / 1797 };
  const active = await sessionsOn(set, 'active', setting);
  const random = await sessionsOn(set, 'random', setting);
  for (const results of [
    active,
    random,
    await sessionsOn(set, 'fewest', setting),
    await sessionsOn(set, 'keys', setting),
  ])
    tellCurve('digits', results, marks);
  for (const [name, figures] of Object.entries(measured))
    tell(`digits, ${name}, as measured before`, figures);
  tell('digits, note', tunedOn);

  const last = marks.length - 1;
  const perLabel = meanAt(active, last, ({ decisions, labels }) => decisions / labels);
  report({
    item: 'digits: comparisons per implied label, 60 screens',
    value: round(perLabel),
    unit: '',
    target: 'at most 1.2',
    pass: perLabel <= 1.2,
  });
  const known = (results: typeof active): number => meanAt(results, last, ({ labels }) => labels + 10);
  const times = known(active) / known(random);
  report({
    item: 'digits: labels (with those of the start) against random questions, 60 screens',
    value: round(times),
    unit: 'x',
    target: 'at least 6',
    pass: times >= 6,
  });
}

void main();
