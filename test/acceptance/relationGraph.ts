// Seconds to build the relation graph of 100,000 answers anew, with one statement each (pairs) and with nine (screens), all
// answers consistent or one in twenty comparisons wrong: from what the journal holds, and after an answer is taken back.
import { graphOf } from '../../src/core/relations/graph.ts';
import { reportAtMost, reportLoad } from '../support/bench.ts';
import { median, report } from '../support/measurement.ts';
import { answeredPool } from '../support/relations.ts';

const answers = 100_000;
const runs = 5;

reportLoad();
for (const perAnswer of [1, 9]) for (const wrong of [0, 0.05]) measure(perAnswer, wrong);
reportLoad();

function measure(perAnswer: number, wrong: number): void {
  const { statements, labels, classCount } = answeredPool(answers, perAnswer, {
    images: 100_000,
    classCount: 100,
    wrong,
  });
  const first: number[] = [];
  const again: number[] = [];
  let conflicts = 0;
  let labeled = 0;
  for (let run = 0; run < runs; run++) {
    let start = performance.now();
    const graph = graphOf(statements, labels, { eliminate: false, classCount });
    first.push((performance.now() - start) / 1000);
    labeled = labels.filter((_, node) => graph.label(node) >= 0).length;
    start = performance.now();
    for (let s = 0; s < perAnswer; s++) graph.setActive(s, false);
    graph.settle();
    again.push((performance.now() - start) / 1000);
    conflicts = graph.conflicts.length;
  }
  const what = `${answers} answers of ${perAnswer}, ${100 * wrong} % wrong`;
  reportAtMost(`relation graph, ${what}: built from the log`, median(first), 1, 's');
  reportAtMost(`relation graph, ${what}: built anew when an answer is taken back`, median(again), 1, 's');
  tell(`relation graph, ${what}: contradictions`, conflicts);
  tell(`relation graph, ${what}: images labeled of 100000`, labeled);
}

function tell(item: string, value: number): void {
  report({ item, value, unit: '', target: '', pass: null });
}
