import { createEncoderFinder, type EncoderFinder } from '../../src/engine/encoder/encoder.ts';
import { readModelPorts } from '../../src/engine/encoder/modelPorts.ts';

/** Finds encoders as the engine does, with the graphs read in this thread and everything run by the CPU. */
export function encoderFinder(mediaFolder: string): EncoderFinder {
  return createEncoderFinder({
    mediaFolder,
    ports: readModelPorts,
    provider: async () => ({ provider: 'cpu' }),
  });
}
