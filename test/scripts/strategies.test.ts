import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

let strategiesDocument: (strategies: readonly object[], measured: object) => string;
beforeAll(async () => {
  const file = path.resolve('scripts/strategies/document.mjs');
  ({ strategiesDocument } = await import(pathToFileURL(file).href));
});

/** The document of one made-up strategy and of random. */
function documentOf(measured: { accuracies: object[]; times: object[] }): string {
  const about = { summary: 'Does.', when: 'Use it.', cost: 'N D.', source: 'A paper', needs: [] };
  const parameters = {
    sigma: { kind: 'number', default: 1, min: 0, words: ['median'], title: 'Width | or not' },
    metric: { kind: 'choice', default: 'a', choices: ['a', 'b'], title: 'Metric' },
  };
  const strategies = [
    { id: 'random', title: 'Random', ...about, parameters: {} },
    { id: 'some', title: 'Some', ...about, needs: ['embeddings', 'scores'], parameters },
  ];
  return strategiesDocument(strategies, measured);
}

test('the document of the strategies says what each does, needs, costs and takes', () => {
  const text = documentOf({ accuracies: [], times: [] });
  expect(text).toContain('| [some](#some) | Does. |');
  expect(text).toContain('## some\n\n**Some.** Does. Use it.');
  expect(text).toContain('* **Needs**: embeddings; a score per image, of yours.\n* **Cost**: N D.\n');
  expect(text).toContain('| `sigma` | `1` | number from 0, `median` | Width \\| or not |');
  expect(text).toContain('| `metric` | `a` | `a`, `b` | Metric |');
  expect(text).not.toContain('Accuracies');
  expect(text).not.toContain('per class');
});

test('the document of the strategies holds what was measured, variants and random beside it', () => {
  const at = (name: string, perClass: number, head: string, value: number | string): object => ({
    item: `photos, ${name}, ${perClass} per class, ${head}`,
    value,
  });
  const text = documentOf({
    accuracies: [
      at('random', 1, 'softmax', 40.04),
      at('some', 1, 'softmax', 50),
      at('some', 5, '1nn', 60.5),
      at('some, sigma 2', 1, 'softmax', 55),
      at('something', 1, 'softmax', 99),
      { item: 'photos, some, softmax: over random', value: 3 },
      { item: 'cars', value: 'skipped: the data is not here' },
    ],
    times: [{ item: 'some, 50000 x 512, batch 100', value: 12.345 }],
  });
  expect(text).toContain(
    [
      '| images | strategy | 1 | 5 |',
      '| --- | --- | --- | --- |',
      '| photos | random | 40.0 / – | – / – |',
      '| photos | some | 50.0 / – | – / 60.5 |',
      '| photos | some, sigma 2 | 55.0 / – | – / – |',
    ].join('\n'),
  );
  expect(text).toContain('Measured: 12 s for 50000 x 512, batch 100.');
  expect(text).not.toContain('99.0');
});
