import type { Tensor } from 'onnxruntime-node';
import type { UserError } from '../../core/errors.ts';
import type { EncoderDescription } from './description.ts';

/**
 * One row per image (batch x D) out of what the model gave: as it is, the mean over tokens or pixels, or the first token;
 * of length 1 if the description asks for it. Throws `bad` where the shape does not allow that.
 */
export function poolOutput(
  result: Tensor,
  batch: number,
  { output }: EncoderDescription,
  bad: (what: string) => UserError,
): Float32Array {
  const data = result.data as Float32Array;
  const dims = result.dims;
  const shape = dims.join(' x ');
  if (dims[0] !== batch)
    throw bad(`gives an output of ${shape} for ${batch} images; its first dimension must be the batch`);
  const inner = dims.slice(1);
  if (output.pooling === 'none' && inner.filter((size) => size > 1).length > 1)
    throw bad(`gives an output of ${shape}; set output.pooling to "mean" or "cls" to make one row of it`);
  if (output.pooling === 'cls' && inner.length !== 2)
    throw bad(`gives an output of ${shape}; output.pooling "cls" needs batch x tokens x dimensions`);
  if (output.pooling === 'mean' && inner.length !== 2 && inner.length !== 3)
    throw bad(
      `gives an output of ${shape}; output.pooling "mean" needs tokens x dimensions or channels x height x width`,
    );
  const per = data.length / batch;
  let rows: Float32Array = data;
  if (output.pooling === 'cls') rows = gather(data, batch, per, inner[1], 1, inner[1], 1);
  else if (output.pooling === 'mean' && inner.length === 2)
    rows = gather(data, batch, per, inner[1], 1, inner[1], inner[0]);
  else if (output.pooling === 'mean')
    rows = gather(data, batch, per, inner[0], inner[1] * inner[2], 1, inner[1] * inner[2]);
  return output.normalize ? normalized(rows, batch) : rows;
}

/** Means over `count` values that lie `stride` apart, for `columns` columns that lie `columnStep` apart. */
function gather(
  data: Float32Array,
  batch: number,
  per: number,
  columns: number,
  columnStep: number,
  stride: number,
  count: number,
): Float32Array {
  const rows = new Float32Array(batch * columns);
  for (let i = 0; i < batch; i++)
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let t = 0; t < count; t++) sum += data[i * per + j * columnStep + t * stride];
      rows[i * columns + j] = sum / count;
    }
  return rows;
}

/** Rows of length 1; a row of zeros stays one. */
function normalized(rows: Float32Array, batch: number): Float32Array {
  const result = new Float32Array(rows.length);
  const columns = rows.length / batch;
  for (let i = 0; i < batch; i++) {
    const row = rows.subarray(i * columns, (i + 1) * columns);
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    result.set(norm === 0 ? row : row.map((value) => value / norm), i * columns);
  }
  return result;
}
