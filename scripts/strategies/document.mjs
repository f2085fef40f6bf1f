const needs = {
  embeddings: 'embeddings',
  labels: 'labels of two classes',
  probabilities: 'labels of two classes, or predictions of yours',
  scores: 'a score per image, of yours',
};

/** The words for the ends of a learning curve's measurement: `softmax` and `1nn`. */
const heads = ['softmax', '1nn'];

/**
 * docs/strategies.md. `accuracies`: measurements with items `<set>, <strategy>[, <variant>], <n> per class, <head>`;
 * `times`: such with items `<strategy>, <N> x <D> …`.
 */
export function strategiesDocument(selectors, { accuracies, times }) {
  const curves = readCurves(accuracies);
  return blocks([
    '# Strategies',
    introduction,
    table(
      ['strategy', 'in short'],
      selectors.map(({ id, summary }) => [`[${id}](#${id})`, summary]),
    ),
    'In the costs N is the number of images, L of labels, b of picks, D of columns of an embedding and K of classes.',
    curves.size > 0 ? curveLegend : undefined,
    ...selectors.map((selector) => section(selector, curves, times)),
  ]);
}

const introduction = `\
Written from the registry by \`node scripts/strategies.mjs\`, so what stands here is what the program does.

A strategy chooses the images to label next. Take \`auto\` unless you know better. The names are those of \`--selector\`, of the
settings and of the manifests; parameters are given by \`--param name=value\`.`;

const curveLegend = `\
Accuracies are in %, on images that were held out: logistic regression / nearest labeled image, by labels per class.`;

function section(selector, curves, times) {
  const { id, title, summary, when, cost, source } = selector;
  return blocks([
    `## ${id}`,
    `**${title}.** ${summary} ${when}`,
    [
      `* **Needs**: ${selector.needs.map((need) => needs[need]).join('; ') || 'nothing'}.`,
      `* **Cost**: ${cost}${timeOf(id, times)}`,
      `* **Source**: ${source}.`,
    ].join('\n'),
    parameterTable(selector.parameters),
    curveTable(id, curves),
  ]).trimEnd();
}

/** Paragraphs with a line between each; those that are undefined are left out. */
function blocks(parts) {
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

function timeOf(id, times) {
  const line = times.find(({ item, value }) => item.startsWith(`${id}, `) && Number.isFinite(value));
  if (line === undefined) return '';
  const [, ...shape] = line.item.split(', ');
  return ` Measured: ${line.value.toPrecision(2)} s for ${shape.join(', ')}.`;
}

function parameterTable(parameters) {
  const rows = Object.entries(parameters).map(([name, spec]) => [
    `\`${name}\``,
    `\`${spec.default}\``,
    allowed(spec),
    spec.title,
  ]);
  if (rows.length === 0) return undefined;
  return table(['parameter', 'default', 'allowed', 'what it does'], rows);
}

function allowed({ kind, min, max, choices, words = [] }) {
  if (kind === 'boolean') return '`true`, `false`';
  if (kind === 'choice') return choices.map((choice) => `\`${choice}\``).join(', ');
  const whole = kind === 'integer' ? 'whole number' : 'number';
  const range = max === undefined ? `${whole} from ${min}` : `${whole} from ${min} to ${max}`;
  return [range, ...words.map((word) => `\`${word}\``)].join(', ');
}

/** Map from set to map from strategy to map from labels per class to map from head to accuracy. */
function readCurves(accuracies) {
  const curves = new Map();
  for (const { item, value } of accuracies) {
    const parts = item.split(', ');
    const head = parts.at(-1);
    const budget = /^(\d+) per class$/.exec(parts.at(-2) ?? '');
    if (budget === null || !heads.includes(head) || !Number.isFinite(Number(value))) continue;
    const [set, strategy] = [parts[0], parts.slice(1, -2).join(', ')];
    const level = [set, strategy, Number(budget[1])].reduce((map, key) => {
      if (!map.has(key)) map.set(key, new Map());
      return map.get(key);
    }, curves);
    level.set(head, Number(value));
  }
  return curves;
}

/** A row for each set and variant of the strategy, after one for random. */
function curveTable(id, curves) {
  const rows = [];
  for (const [set, strategies] of curves) {
    const own = [...strategies.keys()].filter((name) => name === id || name.startsWith(`${id}, `));
    const shown = own.length > 0 ? new Set(['random', ...own]) : [];
    for (const name of shown) rows.push({ set, name, budgets: strategies.get(name) ?? new Map() });
  }
  if (rows.length === 0) return undefined;
  const columns = [...new Set(rows.flatMap(({ budgets }) => [...budgets.keys()]))].sort((a, b) => a - b);
  const accuracy = (budgets, column) =>
    heads.map((head) => budgets.get(column)?.get(head)?.toFixed(1) ?? '–').join(' / ');
  return table(
    ['images', 'strategy', ...columns],
    rows.map(({ set, name, budgets }) => [set, name, ...columns.map((column) => accuracy(budgets, column))]),
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
