import { matrix } from '../../src/core/math/matrix.ts';
import { scikitLearn } from './bench.ts';
import type { EmbeddedSet } from './embeddedSets.ts';

/** The 1,797 handwritten digits of scikit-learn as 64 pixels each; undefined where Debian's python3-sklearn is not installed. */
export function digits(): EmbeddedSet | undefined {
  const python = scikitLearn({});
  if (python === undefined) return undefined;
  const script =
    'import json\nfrom sklearn.datasets import load_digits\nd = load_digits()\nprint(json.dumps({"pixels": d.data.astype(int).ravel().tolist(), "digits": d.target.tolist()}))';
  const { pixels, digits: labels } = python.run(script) as {
    readonly pixels: number[];
    readonly digits: number[];
  };
  python.close();
  return {
    name: 'digits',
    embeddings: matrix(labels.length, 64, Float32Array.from(pixels)),
    labels: Int32Array.from(labels),
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    names: labels.map((_, row) => String(row)),
  };
}
