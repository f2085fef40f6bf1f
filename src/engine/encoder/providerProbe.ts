import { InferenceSession, Tensor } from 'onnxruntime-node';
import { GraphBuilder } from '../../core/onnx/graph.ts';

/**
 * Runs a small convolution with a provider. Gives '' if its numbers are right, else what is wrong in a few words. Native
 * code of any quality runs in here: only in a process that may die.
 */
export async function tryProvider(provider: string): Promise<string> {
  try {
    const session = await InferenceSession.create(convolution(), {
      executionProviders: [provider],
      logSeverityLevel: 4,
    });
    const x = new Tensor('float32', new Float32Array(3 * 8 * 8).fill(0.5), [1, 3, 8, 8]);
    const { y } = await session.run({ x });
    const values = y.data as Float32Array;
    const isRight = values.length === 36 && values.every((value) => Math.abs(value - 27 * 0.5) < 1e-2);
    return isRight ? '' : 'it gives wrong numbers';
  } catch (error) {
    return reasonOf(error instanceof Error ? error.message : String(error));
  }
}

/** The sentence in a message of onnxruntime, without the places in its source. */
function reasonOf(message: string): string {
  if (message.includes('backend not found')) return 'this onnxruntime was built without it';
  const [line] = message.split('\n');
  const said = line.replace(/^\/\S+:\d+ .*? was (?:true|false)\. /, '').replace(/[.\s]+$/, '');
  return `onnxruntime says: ${said.slice(0, 200)}`;
}

/** 1 x 3 x 8 x 8 to 1 x 1 x 6 x 6: each value is the sum of 27. */
function convolution(): Uint8Array {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', [1, 3, 8, 8]);
  graph.node('Conv', [x, graph.floats(Array(27).fill(1), [1, 3, 3, 3])], {}, 'y');
  graph.output('y', 'float32', [1, 1, 6, 6]);
  return graph.build();
}
