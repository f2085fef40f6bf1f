import { InferenceSession, Tensor } from 'onnxruntime-node';

export type Tensors = Readonly<Record<string, Tensor>>;

/** One of our graphs with its onnxruntime session, which is made when it is first needed. */
export class GraphSession {
  private session: Promise<InferenceSession> | undefined;
  private readonly build: () => Uint8Array;
  private readonly threads: number;

  constructor(build: () => Uint8Array, threads: number) {
    this.build = build;
    this.threads = threads;
  }

  /**
   * Runs the graph and writes into the given outputs; outputs that are not given are not computed. The call blocks this
   * thread while it computes, but onnxruntime starts it from `setImmediate`: messages are let through between two runs.
   */
  async run(inputs: Tensors, outputs: Tensors): Promise<void> {
    this.session ??= InferenceSession.create(this.build(), {
      intraOpNumThreads: this.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
      // Each session has threads of its own; ones that spin after a run would hold up the next session's.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    const session = await this.session;
    await session.run(inputs, outputs);
  }

  async release(): Promise<void> {
    const session = await this.session;
    this.session = undefined;
    await session?.release();
  }
}

/** A float32 tensor over `data`, without a copy. */
export function floats(data: Float32Array, ...shape: number[]): Tensor {
  return new Tensor('float32', data, shape);
}
