import type { WrittenDescription } from '../../protocol/encoder.ts';

type Triple = readonly [number, number, number];
type Config = Readonly<Record<string, unknown>>;

/** Part of a description, and where it was taken from. */
export interface Found {
  readonly given: WrittenDescription;
  readonly notes: readonly string[];
}

/**
 * What a Hugging Face `preprocessor_config.json` says of size, resizing and pixel values, in our words
 * (https://huggingface.co/docs/transformers/main_classes/image_processor). What it leaves open stays open.
 */
export function readPreprocessor(config: Config): Found {
  const shape = readShape(config);
  const pixels = readPixels(config);
  const isBgr = config.do_flip_channel_order === true;
  const parts = [shape?.words, pixels?.words, isBgr ? 'the channel order BGR' : undefined].filter(
    (part) => part !== undefined,
  );
  return {
    given: {
      ...((shape || isBgr) && {
        input: { ...(shape && { size: shape.size }), ...(isBgr && { color: 'BGR' as const }) },
      }),
      ...(shape && { resize: shape.resize }),
      ...(pixels && { pixels: pixels.pixels }),
    },
    notes: [
      ...(parts.length === 0 ? [] : [`preprocessor_config.json gives ${parts.join(', ')}.`]),
      ...(shape?.notes ?? []),
    ],
  };
}

/**
 * What the `config.json` of a timm model says (`pretrained_cfg`): size, share that is cut out, mean and deviation. Undefined
 * if it is another one.
 */
export function readTimm({ pretrained_cfg: own }: Config): Found | undefined {
  if (!isTable(own) || !Array.isArray(own.input_size) || own.input_size.length !== 3) return undefined;
  const [, height, width] = own.input_size.map(Number);
  if (!isPositive(height) || !isPositive(width)) return undefined;
  const share = isPositive(own.crop_pct) ? own.crop_pct : 0.875;
  const isSquashed = own.crop_mode === 'squash';
  const shape = isSquashed
    ? { size: [width, height] as const, resize: { rule: 'squash' as const } }
    : cropOf([width, height], Math.floor(Math.max(width, height) / share));
  const [mean, std] = [triple(own.mean), triple(own.std)];
  return {
    given: {
      input: { size: shape.size },
      resize: shape.resize,
      ...(mean && std && { pixels: { mean, std } }),
    },
    notes: [`config.json (timm) gives size ${width} x ${height}, resizing and pixel values.`],
  };
}

interface ShapeFound {
  readonly size: readonly [number, number];
  readonly resize: NonNullable<WrittenDescription['resize']>;
  readonly words: string;
  readonly notes: readonly string[];
}

function readShape(config: Config): ShapeFound | undefined {
  if (config.do_resize === false && config.do_center_crop !== true) return undefined;
  const cropped = config.do_center_crop === true ? sides(config.crop_size) : undefined;
  const shortest = shortestEdge(config);
  const exact = shortest === undefined ? sides(config.size) : undefined;
  if (shortest !== undefined) {
    const isConvNext = /convnext/i.test(String(config.image_processor_type ?? config.feature_extractor_type));
    if (isConvNext && cropped === undefined) return convNext(shortest, config.crop_pct);
    return cropOf(cropped ?? [shortest, shortest], shortest);
  }
  if (exact === undefined) return cropped && cropOf(cropped, Math.max(...cropped));
  if (cropped === undefined || (cropped[0] === exact[0] && cropped[1] === exact[1]))
    return { size: exact, resize: { rule: 'squash' }, words: `${exact.join(' x ')} pixels`, notes: [] };
  return {
    ...cropOf(cropped, Math.min(...exact)),
    notes: [
      `It squashes images to ${exact.join(' x ')} before it cuts the center out; here they keep their proportions.`,
    ],
  };
}

function cropOf(size: readonly [number, number], shorterSide: number): ShapeFound {
  const from = Math.max(shorterSide, ...size);
  return {
    size,
    resize: { rule: 'crop', shorterSide: from },
    words: `the central ${size.join(' x ')} pixels of a shorter side of ${from}`,
    notes: [],
  };
}

/** Below 384 pixels ConvNeXt cuts out the center of a larger picture; from there on it squashes. */
function convNext(side: number, cropShare: unknown): ShapeFound {
  if (side >= 384)
    return { size: [side, side], resize: { rule: 'squash' }, words: `${side} x ${side} pixels`, notes: [] };
  const share = isPositive(cropShare) ? cropShare : 224 / 256;
  return cropOf([side, side], Math.floor(side / share));
}

/** `{ "shortest_edge": n }`, or n where a crop follows: an older way to write the same. */
function shortestEdge({
  size,
  do_center_crop,
  image_processor_type,
  feature_extractor_type,
}: Config): number | undefined {
  if (isTable(size) && isPositive(size.shortest_edge)) return Math.round(size.shortest_edge);
  const isConvNext = /convnext/i.test(String(image_processor_type ?? feature_extractor_type));
  return isPositive(size) && (do_center_crop === true || isConvNext) ? Math.round(size) : undefined;
}

function sides(size: unknown): readonly [number, number] | undefined {
  if (isPositive(size)) return [Math.round(size), Math.round(size)];
  if (isTable(size) && isPositive(size.width) && isPositive(size.height))
    return [Math.round(size.width), Math.round(size.height)];
  return undefined;
}

/** (byte * factor + offset - mean) / std, in terms of byte / 255. */
function readPixels(
  config: Config,
): { pixels: NonNullable<WrittenDescription['pixels']>; words: string } | undefined {
  const known = ['do_normalize', 'do_rescale', 'image_mean', 'rescale_factor'].some((key) => key in config);
  if (!known) return undefined;
  const factor =
    config.do_rescale === false ? 1 : isPositive(config.rescale_factor) ? config.rescale_factor : 1 / 255;
  const full = round(255 * factor);
  const offset = config.rescale_offset === true ? -1 : 0;
  const mean = triple(config.image_mean);
  const std = triple(config.image_std);
  if (config.do_normalize === false)
    return {
      pixels: { range: [offset, full + offset] },
      words: `values from ${offset} to ${full + offset}`,
    };
  if (mean === undefined || std === undefined || std.some((value) => value <= 0)) return undefined;
  const scaled = (values: Triple, by: number): Triple => [
    round((values[0] + by) / full),
    round((values[1] + by) / full),
    round((values[2] + by) / full),
  ];
  return {
    pixels: { mean: scaled(mean, -offset), std: scaled(std, 0) },
    words: `mean ${mean.map(round).join(', ')} and standard deviation ${std.map(round).join(', ')}`,
  };
}

function triple(value: unknown): Triple | undefined {
  if (!Array.isArray(value) || value.length !== 3 || !value.every(Number.isFinite)) return undefined;
  return [Number(value[0]), Number(value[1]), Number(value[2])];
}

/** Ten digits: what a factor like 0.00392156862745098 leaves behind is no information. */
function round(value: number): number {
  return Number(value.toPrecision(10));
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function isTable(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
