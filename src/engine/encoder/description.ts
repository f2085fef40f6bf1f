import { UserError } from '../../core/errors.ts';
import type { WrittenDescription } from '../../protocol/encoder.ts';
import { readTable, type Shape } from './shape.ts';

/** How images are made into an encoder's input, and its output into one row. The JSON beside an ONNX file (docs/encoders.md). */
export interface EncoderDescription {
  readonly name: string;
  readonly input: {
    /** '' = the only input. */
    readonly name: string;
    readonly layout: 'NCHW' | 'NHWC';
    readonly width: number;
    readonly height: number;
    readonly color: 'RGB' | 'BGR';
    /** Images per run; the last run is filled up with zeros. */
    readonly batch: number;
  };
  readonly resize: {
    readonly rule: 'squash' | 'crop' | 'pad';
    /** For `crop`: the shorter side becomes this long before the centre is cut out. */
    readonly shorterSide: number;
  };
  /** value = (byte / 255) * scale + offset, per channel in the order R, G, B. */
  readonly scale: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
  readonly output: {
    /** '' = the only output. */
    readonly name: string;
    readonly pooling: 'none' | 'mean' | 'cls';
    readonly normalize: boolean;
  };
}

type Triple = readonly [number, number, number];

const count: Shape = { kind: 'integer', min: 1, max: 4096 };
const triple: Shape = { kind: 'numbers', length: 3 };

/** The schema: every key that may stand in a description. */
const schema: Shape = {
  kind: 'object',
  keys: {
    name: { kind: 'text' },
    model: { kind: 'text' },
    source: { kind: 'text' },
    input: {
      kind: 'object',
      required: ['size'],
      keys: {
        name: { kind: 'text' },
        layout: { kind: 'choice', choices: ['NCHW', 'NHWC'] },
        size: { kind: 'numbers', length: 2, integer: true, min: 8, max: 4096 },
        color: { kind: 'choice', choices: ['RGB', 'BGR'] },
        batch: count,
      },
    },
    resize: {
      kind: 'object',
      required: ['rule'],
      keys: {
        rule: { kind: 'choice', choices: ['squash', 'crop', 'pad'] },
        shorterSide: count,
      },
    },
    pixels: {
      kind: 'object',
      keys: {
        range: { kind: 'numbers', length: 2 },
        mean: triple,
        std: triple,
      },
    },
    output: {
      kind: 'object',
      keys: {
        name: { kind: 'text' },
        pooling: { kind: 'choice', choices: ['none', 'mean', 'cls'] },
        normalize: { kind: 'boolean' },
      },
    },
  },
  required: ['input', 'resize', 'pixels'],
};

/** A description that the schema has let through. */
interface Written extends WrittenDescription {
  readonly input: NonNullable<WrittenDescription['input']> & { readonly size: readonly [number, number] };
  readonly resize: { readonly rule: 'squash' | 'crop' | 'pad'; readonly shorterSide?: number };
  readonly pixels: NonNullable<WrittenDescription['pixels']>;
}

/**
 * Reads a description. Throws `bad-encoder` naming the file, the key and what is allowed there; unknown keys are
 * refused with the nearest known one.
 */
export function parseDescription(text: string, file: string): EncoderDescription {
  const bad = (what: string): UserError =>
    new UserError('bad-encoder', `The encoder description ${file} ${what} (see docs/encoders.md).`, { file });
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw bad(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return readDescription(raw, bad);
}

/** As `parseDescription`, of a description that was put together from what is known of a model. */
export function readDescription(raw: unknown, bad: (what: string) => UserError): EncoderDescription {
  const problem = readTable(raw, schema, '');
  if (problem !== undefined) throw bad(problem);
  const { name, input, resize, pixels, output } = raw as Written;
  const [width, height] = input.size;
  const shorterSide = resize.shorterSide ?? Math.max(width, height);
  if (resize.rule === 'crop' && shorterSide < Math.max(width, height))
    throw bad(
      `asks for a crop of ${width} x ${height} out of a shorter side of ${shorterSide}; make resize.shorterSide larger`,
    );
  const affine = pixelRule(pixels);
  if (typeof affine === 'string') throw bad(affine);
  return {
    name: name ?? '',
    input: {
      name: input.name ?? '',
      layout: input.layout ?? 'NCHW',
      width,
      height,
      color: input.color ?? 'RGB',
      batch: input.batch ?? 16,
    },
    resize: { rule: resize.rule, shorterSide },
    ...affine,
    output: {
      name: output?.name ?? '',
      pooling: output?.pooling ?? 'none',
      normalize: output?.normalize ?? false,
    },
  };
}

/** mean and std, or a range, as one affine map; or what is wrong with them. */
function pixelRule({ range, mean, std }: Written['pixels']): { scale: Triple; offset: Triple } | string {
  if (range !== undefined) {
    if (mean !== undefined || std !== undefined)
      return 'gives both pixels.range and mean/std; keep one of them';
    const [low, high] = range;
    if (!(high > low)) return 'has a pixels.range whose end is not above its start';
    return { scale: [high - low, high - low, high - low], offset: [low, low, low] };
  }
  if (mean === undefined || std === undefined)
    return 'needs pixels.range, or both pixels.mean and pixels.std';
  if (std.some((value) => value <= 0)) return 'has a pixels.std that is not above 0';
  return {
    scale: [1 / std[0], 1 / std[1], 1 / std[2]],
    offset: [-mean[0] / std[0], -mean[1] / std[1], -mean[2] / std[2]],
  };
}

/** The description as one text that changes exactly when the embeddings may: keys in fixed order, without the name. */
export function canonicalDescription({ name: _, ...rest }: EncoderDescription): string {
  return JSON.stringify(sorted(rest));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
}
