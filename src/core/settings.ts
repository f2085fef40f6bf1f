import { UserError } from './errors.ts';
import { keysSchema } from './keys.ts';
import { headChoices } from './model/head.ts';
import { selectorIds, selectors } from './selectors/registry.ts';

/** Where a setting may be set, in VS Code's words; the CLI treats all alike but `trusted`. */
type Scope = 'resource' | 'machine-overridable' | 'window';

interface Row<T> {
  readonly default: T;
  /** Shown in the Settings editor and in `--help`; markdown. */
  readonly description: string;
  readonly scope: Scope;
  /** Loads code or models: ignored from a workspace nobody has trusted. */
  readonly restricted?: true;
  readonly schema: Readonly<Record<string, unknown>>;
  /** Checks a value of unknown origin; undefined = not acceptable. */
  readonly read: (value: unknown) => T | undefined;
}

type Base<T> = Pick<Row<T>, 'default' | 'description'> & {
  readonly scope?: Scope;
  readonly restricted?: true;
};

function integer(row: Base<number> & { readonly min: number; readonly max: number }): Row<number> {
  const { min, max, ...base } = row;
  const read = (value: unknown): number | undefined =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : undefined;
  return { scope: 'resource', ...base, schema: { type: 'integer', minimum: min, maximum: max }, read };
}

function text(row: Base<string>): Row<string> {
  const read = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { scope: 'resource', ...row, schema: { type: 'string' }, read };
}

function boolean(row: Base<boolean>): Row<boolean> {
  const read = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
  return { scope: 'resource', ...row, schema: { type: 'boolean' }, read };
}

/** `enumDescriptions`: one for each choice, shown where a person chooses. */
function oneOf<const T extends string>(
  choices: readonly T[],
  row: Base<NoInfer<T>>,
  more: { readonly enumDescriptions?: readonly string[] } = {},
): Row<T> {
  const read = (value: unknown): T | undefined => choices.find((choice) => choice === value);
  return { scope: 'resource', ...row, schema: { type: 'string', enum: choices, ...more }, read };
}

function globs(row: Base<readonly string[]>): Row<readonly string[]> {
  const read = (value: unknown): readonly string[] | undefined =>
    Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;
  return { scope: 'resource', ...row, schema: { type: 'array', items: { type: 'string' } }, read };
}

function record(
  row: Base<Readonly<Record<string, unknown>>>,
  schema: Row<unknown>['schema'] = { type: 'object' },
): Row<Readonly<Record<string, unknown>>> {
  const read = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  return { scope: 'resource', ...row, schema, read };
}

/** THE TABLE. One row is the schema in package.json, the default, the type and the CLI flag of a setting. */
export const settingsTable = {
  imageFolder: text({
    default: '',
    description:
      'Folder of images that *Select Next Batch* works on when no panel is open. Relative to the workspace folder.',
  }),
  labelsFile: text({
    default: '',
    description:
      'Where `labels.csv` lies (a `.csv` file), with `.next-batch` beside it: absolute, or relative to the image folder. Empty: in the image folder. Use it for read-only image folders.',
  }),
  cacheFolder: text({
    default: '',
    description:
      'Where embeddings, thumbnails and maps are kept: absolute, or relative to the image folder. Empty: `.next-batch/cache`. Safe to delete.',
  }),
  include: globs({
    default: ['**'],
    description: 'Only images that match one of these globs are listed, relative to the image folder.',
  }),
  exclude: globs({
    default: ['**/.*/**', '**/node_modules/**'],
    description: 'Images that match one of these globs are not listed, relative to the image folder.',
  }),
  respectGitignore: boolean({
    default: false,
    description: 'Leave out images that `.gitignore` files exclude.',
  }),
  selector: oneOf(
    selectorIds,
    { default: 'auto', description: 'Strategy that chooses the next batch.' },
    { enumDescriptions: selectors.map(({ summary }) => summary) },
  ),
  selectorParameters: record({
    default: {},
    description:
      'Parameters of the strategy, by name, for example `{ "sigma": 0.5 }`. Unknown names are refused with the nearest known one.',
  }),
  batchSize: integer({ default: 20, min: 1, max: 10000, description: 'Images in one query batch.' }),
  seed: integer({
    default: 0,
    min: 0,
    max: 4294967295,
    description: 'Seed of every random draw. The same images, labels and seed give the same batch.',
  }),
  head: oneOf(
    headChoices,
    {
      default: 'auto',
      description:
        'Model that predicts classes from embeddings and labels: softmax regression, label spreading over similar images, or whichever cross-validation on the labels prefers.',
    },
    {
      enumDescriptions: [
        'Whichever cross-validation on the labels prefers.',
        'Softmax regression on the embeddings.',
        'Label spreading over images that look alike.',
      ],
    },
  ),
  features: oneOf(
    ['embeddings', 'relations'],
    {
      default: 'embeddings',
      description:
        'What strategies, clusters, the map and *Find Similar Images* measure distances in: the embeddings, or features learned from labels and from what you answered in *Answer Relations*. The head learns from the embeddings either way.',
    },
    {
      enumDescriptions: [
        'What the encoder gives.',
        'What relations teach: images known to show the same lie close together.',
      ],
    },
  ),
  totalBudget: integer({
    default: 0,
    min: 0,
    max: 10_000_000,
    description:
      'Labels you mean to give in all; strategies that plan ahead and the advice when to stop use it. 0: not decided.',
  }),
  excludeDuplicates: oneOf(
    ['near', 'exact', 'none'],
    {
      default: 'near',
      description:
        'Never choose copies of labeled or chosen images: `near` also leaves out almost equal pictures, `exact` only equal files.',
    },
    {
      enumDescriptions: [
        'Leaves out equal files and almost equal pictures.',
        'Leaves out equal files only.',
        'Leaves out nothing.',
      ],
    },
  ),
  balance: oneOf(
    ['none', 'class', 'folder'],
    {
      default: 'none',
      description: 'Spread each batch evenly over the predicted classes, or over the folders.',
    },
    {
      enumDescriptions: [
        'Images are chosen wherever they are.',
        'As many of each predicted class as possible.',
        'As many of each folder as possible.',
      ],
    },
  ),
  maxPerGroup: integer({
    default: 0,
    min: 0,
    max: 10_000,
    description:
      'Most images of one group in a batch; a group is a folder, or a cluster where clusters are given. 0: no limit.',
  }),
  encoder: text({
    default: 'builtin',
    restricted: true,
    description:
      '`builtin`, or the path of an ONNX encoder with its JSON description beside it (same name, `.json`), of a Hugging Face folder, or of a description; *Choose Encoder* fills it in.',
  }),
  executionProvider: oneOf(
    ['cpu', 'cuda', 'dml', 'coreml', 'webgpu'],
    {
      default: 'cpu',
      scope: 'machine-overridable',
      restricted: true,
      description:
        'What runs the encoder. Anything but the CPU is first tried in a process of its own; where it does not work, the CPU is used.',
    },
    {
      enumDescriptions: [
        'The processor. Works everywhere.',
        'NVIDIA GPUs on Linux and Windows, with CUDA installed.',
        'DirectML: GPUs on Windows.',
        'Core ML: Apple chips.',
        'WebGPU: most GPUs, through the graphics driver.',
      ],
    },
  ),
  thumbnails: boolean({
    default: true,
    description: 'Keep 256 px thumbnails of large images in the cache, so that the grid is quick.',
  }),
  threads: integer({
    default: 0,
    min: 0,
    max: 256,
    scope: 'machine-overridable',
    description:
      'Threads for numbers. 0: physical cores, at least one left free on machines with more than two.',
  }),
  nodePath: text({
    default: '',
    scope: 'machine-overridable',
    restricted: true,
    description: 'A Node.js >= 20 to run the engine with, instead of the one inside VS Code.',
  }),
  keys: record(
    {
      default: {},
      description:
        'Other keys for the panel: action → key or list of keys, for example `{ "skip": "s", "nextUndecided": ["n", "j"] }`. A key is one character or a name such as `Space`, `Enter` or `ArrowLeft`, with `Shift+` before it if you like; an empty list takes the key away. Digits label. `?` in the panel lists all keys.',
    },
    keysSchema,
  ),
  annotator: text({
    default: '',
    description: 'Name recorded with each act in `.next-batch/history.jsonl`. Empty: none is recorded.',
  }),
} as const;

export type SettingName = keyof typeof settingsTable;
export type Settings = {
  readonly [K in SettingName]: (typeof settingsTable)[K]['default'] extends infer T ? Widen<T> : never;
};
type Widen<T> = T extends boolean ? boolean : T;

/** A raw value of unknown origin by setting name; undefined = not set. */
export type RawSettings = (name: SettingName) => unknown;

/**
 * Settings from layers, first layer that sets a name wins, defaults last. Throws a `usage` error that names the
 * setting, its value and what is allowed.
 */
export function readSettings(...layers: readonly RawSettings[]): Settings {
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(settingsTable) as SettingName[]) {
    const row: Row<unknown> = settingsTable[name] as Row<unknown>;
    const raw = layers.map((layer) => layer(name)).find((value) => value !== undefined);
    const value = raw === undefined ? row.default : row.read(raw);
    if (value === undefined)
      throw new UserError(
        'usage',
        `The setting nextBatch.${name} is ${JSON.stringify(raw)}; it must be ${allowed(row)}.`,
      );
    result[name] = value;
  }
  return result as Settings;
}

function allowed(row: Row<unknown>): string {
  const { type, minimum, maximum } = row.schema;
  if (Array.isArray(row.schema.enum)) return `one of ${row.schema.enum.join(', ')}`;
  if (type === 'integer') return `a whole number from ${minimum} to ${maximum}`;
  if (type === 'array') return 'a list of texts';
  return type === 'object'
    ? 'an object of names and values'
    : `a ${type === 'string' ? 'text' : 'true or false'}`;
}
