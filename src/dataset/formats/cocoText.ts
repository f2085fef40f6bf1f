import type { Sample } from './format.ts';
import { type PixelSize, sizeReader } from './imageSize.ts';

/** Images whose headers are read at a time. */
const window = 64;

/**
 * A COCO file, piece by piece. Image ids are 1..N in the order of the samples, category ids 1..K in key order. `written` is
 * called after each sample with the size that was found in the image's header; without one, width, height and box are
 * left out.
 */
export async function* cocoText(
  samples: readonly Sample[],
  classes: readonly string[],
  written: (sample: Sample, size: PixelSize | undefined) => void,
): AsyncGenerator<string> {
  const categories = classes.map((name, i) => ({ id: i + 1, name, supercategory: '' }));
  const ids = new Map(categories.map(({ name, id }) => [name, id]));
  yield `{"info":{"description":"Exported by Next Batch"},"licenses":[],\n"categories":${JSON.stringify(categories)},\n"images":[`;
  const sizes: (PixelSize | undefined)[] = [];
  const imageSize = await sizeReader();
  for (let from = 0; from < samples.length; from += window) {
    const part = samples.slice(from, from + window);
    const found = await Promise.all(part.map(({ image }) => imageSize(image.file)));
    for (const [i, sample] of part.entries()) {
      const size = found[i];
      sizes.push(size);
      const entry = { id: from + i + 1, file_name: sample.image.path, ...size };
      yield `${from + i === 0 ? '' : ','}\n${JSON.stringify(entry)}`;
      written(sample, size);
    }
  }
  yield '],\n"annotations":[';
  for (const [i, { label }] of samples.entries()) {
    const size = sizes[i];
    const entry = {
      id: i + 1,
      image_id: i + 1,
      category_id: ids.get(label),
      iscrowd: 0,
      segmentation: [],
      ...(size && { bbox: [0, 0, size.width, size.height], area: size.width * size.height }),
    };
    yield `${i === 0 ? '' : ','}\n${JSON.stringify(entry)}`;
  }
  yield ']}\n';
}
