// What one act costs in a relation graph of 900,000 statements: an answer more, an answer taken back, a label more, the
// chains of 60 contradictions, elimination. `--small` only shows that it runs.
import { graphOf, type RelationGraph } from '../../src/core/relations/graph.ts';
import { isSmall, reportLoad, runs } from '../support/bench.ts';
import { median, report } from '../support/measurement.ts';
import { answeredPool } from '../support/relations.ts';

const images = isSmall ? 2000 : 100_000;
const { statements, labels, classCount } = answeredPool(images, 9, { images, classCount: 100, wrong: 0.05 });

/** Each is done to a settled graph; what it leaves is the next one's. */
const steps: Readonly<Record<string, (graph: RelationGraph, run: number) => void>> = {
  'an answer of nine more': (graph, run) => {
    for (let i = 1; i < 10; i++) graph.add({ a: run, b: images + 10 * run + i, relation: 1, source: 0 });
  },
  'a label more': (graph, run) => graph.setLabel(2 * images + run, run),
  'the chains of 60 contradictions': (graph) => {
    for (const { chain } of graph.conflicts.slice(-60)) if (chain.length === 0) throw new Error('no chain');
  },
  'an answer taken back': (graph, run) => graph.setActive(run, false),
  'the class list closed': (graph) => graph.setEliminate(true, classCount),
};

reportLoad();
const seconds = new Map(Object.keys(steps).map((name) => [name, [] as number[]]));
for (let run = 0; run < runs; run++) {
  const graph = graphOf(statements, labels, { eliminate: false, classCount });
  for (const [name, step] of Object.entries(steps)) {
    const start = performance.now();
    step(graph, run);
    graph.settle();
    seconds.get(name)?.push(performance.now() - start);
  }
}
for (const [name, all] of seconds)
  report({
    item: `relation graph of ${statements.a.length} statements: ${name}`,
    value: Math.round(100 * median(all)) / 100,
    unit: 'ms',
    target: '',
    pass: null,
  });
reportLoad();
