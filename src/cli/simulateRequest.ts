import { UserError } from '../core/errors.ts';
import { type SimulationHead, type Strategy, simulationHeads } from '../core/simulate/simulation.ts';
import type { SimulateRequest } from '../protocol/simulate.ts';
import type { Call, Flag } from './command.ts';
import type { World } from './inputs/world.ts';

const usualSelectors = 'random,auto,typiclust,max-herding';
const usualBudgets = '1,2,5,10,20';

/** The flags of a simulation that stand for no setting. */
export const simulateFlags: readonly Flag[] = [
  {
    name: 'truth',
    kind: 'text',
    value: 'FILE',
    description:
      'True classes: path,label, or a .npy with a class number per row (-1: not known). Default: the folder’s labels.csv, or its sub-folders where these know more.',
  },
  {
    name: 'selectors',
    kind: 'list',
    value: 'A,B',
    description: `Strategies, each with parameters if need be: max-herding:sigma=median. Default: ${usualSelectors}.`,
  },
  {
    name: 'budgets',
    kind: 'text',
    value: 'N,N',
    description: `Labels in all after each round. Default: ${usualBudgets} per class.`,
  },
  { name: 'per-class', kind: 'switch', description: 'The budgets are labels per class.' },
  {
    name: 'seeds',
    kind: 'text',
    value: 'N',
    description: 'Repetitions, each with a split of its own. Default: 5.',
  },
  {
    name: 'head',
    kind: 'list',
    value: 'NAME',
    description: `What measures accuracy, and what strategies ask for probabilities: ${simulationHeads.join(', ')}. Default: softmax,1nn.`,
  },
  {
    name: 'held-out',
    kind: 'text',
    value: 'SHARE',
    description: 'Share of each class that accuracy is measured with. Default: 0.3.',
  },
  { name: 'pool-size', kind: 'text', value: 'N', description: 'Choose among so many images at most.' },
  { name: 'held-out-size', kind: 'text', value: 'N', description: 'Measure with so many images at most.' },
  {
    name: 'reference',
    kind: 'text',
    value: 'NAME',
    description: 'Strategy that the others are compared with. Default: random.',
  },
  {
    name: 'one-shot',
    kind: 'list',
    value: 'A,B',
    description: 'Strategies that choose every budget anew, from no label.',
  },
  {
    name: 'target',
    kind: 'list',
    value: 'SHARE',
    description: 'How many labels for this accuracy? Default: 90 % of that with every image labeled.',
  },
  {
    name: 'encoders',
    kind: 'list',
    value: 'A,B',
    description:
      'Compare encoders (builtin, or ONNX files), and with them a random projection of the pixels as the floor.',
  },
  {
    name: 'embeddings',
    kind: 'text',
    value: 'X.npy',
    description: 'Rows in place of a folder; needs --truth.',
  },
  {
    name: 'names',
    kind: 'text',
    value: 'FILE',
    description: 'Names of those rows, one per line. Default: the row numbers.',
  },
  {
    name: 'oracle',
    kind: 'text',
    value: 'NAME',
    description:
      'relations: questions "do these show the same?" in place of labels; --budgets are screens then (default: 20,50,100), --selectors are active, random, fewest, keys.',
  },
  {
    name: 'noise',
    kind: 'text',
    value: 'SHARE',
    description: 'With --oracle relations: so many of the answers are wrong. Default: 0.',
  },
  { name: 'svg', kind: 'text', value: 'FILE', description: 'Write the learning curves there.' },
  {
    name: 'csv',
    kind: 'text',
    value: 'FILE',
    description: 'Write a line per strategy, seed, budget and head there.',
  },
];

/** What the words ask for. Throws a `usage` error for what is no number or no strategy. */
export function requestOf(
  { words, version }: Call,
  { classes, truth, cache, source }: World,
): SimulateRequest {
  const oneShot = new Set(names(words.list('one-shot')));
  const selectors = names(words.list('selectors').length > 0 ? words.list('selectors') : [usualSelectors]);
  const asked = words.text('budgets');
  const known = new Set(truth.filter((c) => c >= 0)).size;
  const each = asked === undefined || words.isOn('per-class') === true ? known : 1;
  const heads = names(words.list('head')) as SimulationHead[];
  const targets = names(words.list('target')).map((text) => numberOf('target', text));
  const reference = words.text('reference');
  return {
    source,
    classes,
    truth,
    cache,
    version,
    strategies: selectors.map((text) => strategyOf(text, oneShot)),
    budgets: names([asked ?? usualBudgets]).map((text) => each * numberOf('budgets', text)),
    seeds: Array.from({ length: numberOf('seeds', words.text('seeds') ?? '5') }, (_, seed) => seed),
    heldOut: numberOf('held-out', words.text('held-out') ?? '0.3'),
    poolSize: numberOf('pool-size', words.text('pool-size') ?? '0'),
    heldOutSize: numberOf('held-out-size', words.text('held-out-size') ?? '0'),
    ...(heads.length > 0 ? { heads } : {}),
    ...(reference === undefined ? {} : { reference }),
    ...(targets.length > 0 ? { targets, ceiling: false } : {}),
  };
}

/** `name` or `name:parameter=value:…`; the whole text is what the strategy is called. */
export function strategyOf(text: string, oneShot: ReadonlySet<string>): Strategy {
  const [selector, ...pairs] = text.split(':');
  const parameters = Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new UserError(
        'usage',
        `"${text}" is no strategy with parameters; write them as in max-herding:sigma=0.5.`,
      );
    }),
  );
  return { name: text, selector, parameters, ...(oneShot.has(text) ? { isOneShot: true } : {}) };
}

/** The parts of values that were given at once with commas, or one by one. */
export function names(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

export function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new UserError('usage', `--${flag} is "${text}"; it must be a number.`);
}
