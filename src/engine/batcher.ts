/** Gathers single images into batches for the encoder, and hands the rows back to whom they belong. */
export interface Batcher {
  /** Takes one image; waits while enough batches are under way. `take` is called later with its row. */
  add(pixels: Uint8Array, take: (row: Float32Array) => void): Promise<void>;
  /** Encodes what is left and waits for all rows. Rejects if any batch failed. */
  finish(): Promise<void>;
}

/** One batch is encoded while the next is gathered; a third one waits. */
const MAX_UNDER_WAY = 2;

export function createBatcher(options: {
  readonly batch: number;
  /** Bytes of one image. */
  readonly bytes: number;
  /** n images -> n x D values. */
  readonly encode: (pixels: Uint8Array) => Promise<Float32Array>;
}): Batcher {
  const { batch, bytes, encode } = options;
  let pixels = new Uint8Array(batch * bytes);
  let takers: ((row: Float32Array) => void)[] = [];
  const underWay = new Set<Promise<void>>();
  let failure: unknown;

  function send(): void {
    const [sent, owners] = [pixels.subarray(0, takers.length * bytes), takers];
    pixels = new Uint8Array(batch * bytes);
    takers = [];
    const run = encode(sent)
      .then((rows) => {
        const columns = rows.length / owners.length;
        for (const [i, take] of owners.entries()) take(rows.slice(i * columns, (i + 1) * columns));
      })
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => underWay.delete(run));
    underWay.add(run);
  }

  return {
    async add(image, take) {
      if (failure !== undefined) throw failure;
      pixels.set(image, takers.length * bytes);
      takers.push(take);
      if (takers.length < batch) return;
      send();
      while (underWay.size >= MAX_UNDER_WAY) await Promise.race(underWay);
      if (failure !== undefined) throw failure;
    },
    async finish() {
      if (takers.length > 0) send();
      await Promise.all(underWay);
      if (failure !== undefined) throw failure;
    },
  };
}
