import { InferenceSession } from 'onnxruntime-node';
import { UserError } from '../../core/errors.ts';
import type { ModelPort } from '../../protocol/encoder.ts';
import { explainLoadError } from './loadErrors.ts';

export interface ModelPorts {
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
}

/** What a graph takes and gives, as its file says; nothing is run. Throws `bad-encoder` where it is no ONNX model. */
export async function readModelPorts(file: string): Promise<ModelPorts> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(file, {
      graphOptimizationLevel: 'disabled',
      logSeverityLevel: 4,
    });
  } catch (error) {
    throw new UserError('bad-encoder', `The encoder ${file} ${explainLoadError(error)}.`, { file });
  }
  const inputs = session.inputMetadata.map(portOf);
  const outputs = session.outputMetadata.map(portOf);
  await session.release();
  return { inputs, outputs };
}

function portOf(value: InferenceSession.ValueMetadata): ModelPort {
  return value.isTensor
    ? {
        name: value.name,
        type: value.type,
        shape: value.shape.map((length) => (length === '' ? '?' : length)),
      }
    : { name: value.name, type: 'sequence or map', shape: [] };
}
