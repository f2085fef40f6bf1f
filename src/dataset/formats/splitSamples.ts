import path from 'node:path';
import { createRng } from '../../core/rng.ts';
import { groupedValidation, stratifiedValidation } from '../../core/split/validation.ts';
import type { Problem } from '../types.ts';
import type { Sample, SplitRequest } from './format.ts';

/** The same samples, each on its side of the split; the same request on the same labels gives the same sides. */
export function splitSamples(
  samples: readonly Sample[],
  split: SplitRequest | undefined,
): { readonly samples: readonly Sample[]; readonly problems: readonly Problem[] } {
  if (split === undefined) return { samples, problems: [] };
  const { by, fraction, seed } = split;
  const rng = createRng(seed).fork('validation');
  const classes = numbered(samples.map(({ label }) => label));
  const groups = numbered(samples.map(({ image }) => path.posix.dirname(image.path)));
  const held =
    by === 'group'
      ? groupedValidation(groups, classes, fraction, rng)
      : stratifiedValidation(classes, fraction, rng);
  const sided = samples.map((sample, i) => ({ ...sample, side: held[i] === 1 ? 'val' : 'train' }) as const);
  return { samples: sided, problems: held.includes(1) ? [] : [nothingHeldOut(by)] };
}

/** Equal texts get equal numbers, in the order in which they first appear. */
function numbered(texts: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}

function nothingHeldOut(by: SplitRequest['by']): Problem {
  const why =
    by === 'group'
      ? 'the labeled images lie in one folder; split by class instead'
      : 'there are too few labels for this fraction; label more images';
  return { kind: 'bad-row', message: `Nothing is held out for validation, because ${why}.` };
}
