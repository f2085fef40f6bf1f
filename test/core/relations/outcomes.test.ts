import { expect, test } from 'vitest';
import { graphOf } from '../../../src/core/relations/graph.ts';
import { outcomesOf } from '../../../src/core/relations/outcomes.ts';

test('outcomes are those of the class of a row, or of its group while that has no name', () => {
  const statements = {
    a: Int32Array.of(0, 0, 1, 4, 4, 4),
    b: Int32Array.of(1, 2, 3, 5, 6, 7),
    relation: Int8Array.of(1, -1, -1, 1, -1, 0),
    source: new Uint8Array(6),
  };
  const labels = Int32Array.of(-1, -1, -1, -1, -1, 1, -1, -1, -1);
  const graph = graphOf(statements, labels, { eliminate: false, classCount: 2 });
  const outcomes = outcomesOf(statements, graph);
  expect([outcomes(0), outcomes(1)]).toEqual([
    { asked: 3, hits: 1 },
    { asked: 3, hits: 1 },
  ]);
  expect(outcomes(4)).toEqual({ asked: 2, hits: 1 });
  expect(outcomes(8)).toEqual({ asked: 0, hits: 0 });
});
