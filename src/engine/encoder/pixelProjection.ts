import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GraphBuilder } from '../../core/onnx/graph.ts';
import { createRng } from '../../core/rng.ts';
import { writeError } from '../../dataset/files/fileErrors.ts';
import type { EncoderChoice } from '../../protocol/engine.ts';

const side = 32;
const columns = 512;

const description = {
  name: `random projection of ${side} x ${side} pixels`,
  input: { size: [side, side], layout: 'NCHW', color: 'RGB', batch: 64 },
  resize: { rule: 'squash' },
  pixels: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
};

/**
 * An encoder that has learned nothing: every image as 32 x 32 pixels, times one fixed random matrix. It is the floor that
 * other encoders are compared with. Its files are written into the cache, where they are not there yet.
 */
export async function pixelProjection(cache: string): Promise<EncoderChoice> {
  const folder = path.join(cache, 'encoders');
  const model = path.join(folder, `pixels-${side}x${side}-to-${columns}.onnx`);
  if ((await stat(model).catch(() => undefined))?.isFile()) return { model };
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(model.replace(/\.onnx$/, '.json'), JSON.stringify(description, null, 1));
    const half = `${model}.${process.pid}`;
    await writeFile(half, projectionGraph());
    await rename(half, model);
  } catch (error) {
    throw writeError(error, model);
  }
  return { model };
}

/** n x 3 x 32 x 32 to n x 512: a product with normal numbers, which keeps distances (Johnson and Lindenstrauss 1984). */
function projectionGraph(): Uint8Array {
  const rng = createRng('pixel projection');
  const size = 3 * side * side;
  const weights = Float32Array.from({ length: size * columns }, () => rng.normal() / Math.sqrt(columns));
  const graph = new GraphBuilder();
  const image = graph.input('image', 'float32', ['n', 3, side, side]);
  const pixels = graph.node('Reshape', [image, graph.integers([-1, size])]);
  graph.node('MatMul', [pixels, graph.constant('float32', [size, columns], weights)], {}, 'embedding');
  graph.output('embedding', 'float32', ['n', columns]);
  return graph.build();
}
