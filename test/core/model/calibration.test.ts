import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { evidenceOf, fitTemperature } from '../../../src/core/model/calibration.ts';
import { mixed } from '../../../src/core/model/mixture.ts';
import { softmaxInPlace } from '../../../src/core/model/softmax.ts';
import { createRng } from '../../../src/core/rng.ts';

const pause = async (): Promise<void> => {};
const softmaxAlone = { softmax: 1, spreading: 0 };

/** Labels drawn from probabilities that a model then states with its logits multiplied. */
function statedBy(sharpness: number, count = 4000) {
  const rng = createRng('labels');
  const truth = matrix(count, 3);
  const stated = matrix(count, 3);
  const targets = Int32Array.from({ length: count }, (_, i) => {
    const logits = Float32Array.from({ length: 3 }, () => 2 * rng.normal());
    stated.data.set(
      logits.map((logit) => sharpness * logit),
      3 * i,
    );
    truth.data.set(logits, 3 * i);
    softmaxInPlace(stated.data.subarray(3 * i, 3 * i + 3));
    softmaxInPlace(truth.data.subarray(3 * i, 3 * i + 3));
    const draw = rng.next();
    const p = truth.data.subarray(3 * i, 3 * i + 3);
    return draw < p[0] ? 0 : draw < p[0] + p[1] ? 1 : 2;
  });
  return { truth, opinions: { softmax: stated, spreading: undefined }, targets };
}

const allHeldOut = (count: number) => ({ count: 1, of: new Int32Array(count) });

describe('temperature scaling', () => {
  it.each([0.3, 1, 3])('finds that a model states its logits times %f', async (sharpness) => {
    const { opinions, targets } = statedBy(sharpness);
    const evidence = evidenceOf({ opinions, targets, folds: allHeldOut(targets.length) });
    const { temperature } = await fitTemperature(evidence, softmaxAlone, pause);
    expect(temperature / sharpness).toBeGreaterThan(0.9);
    expect(temperature / sharpness).toBeLessThan(1.1);
  });

  it('looks at held-out labels only', async () => {
    const { opinions, targets } = statedBy(1);
    const wrong = targets.map((target, i) => (i % 2 === 0 ? target : (target + 1) % 3));
    const folds = { count: 1, of: targets.map((_, i) => (i % 2 === 0 ? 0 : -1)) };
    const { temperature } = await fitTemperature(
      evidenceOf({ opinions, targets: wrong, folds }),
      softmaxAlone,
      pause,
    );
    expect(temperature).toBeGreaterThan(0.85);
    expect(temperature).toBeLessThan(1.15);
  });

  it('takes evenly spread labels where there are very many', () => {
    const { opinions, targets } = statedBy(1, 9000);
    const evidence = evidenceOf({ opinions, targets, folds: allHeldOut(9000) });
    expect(evidence.targets.length).toBe(2000);
    expect([...evidence.opinions.softmax.data.subarray(0, 3)]).toEqual([
      ...opinions.softmax.data.subarray(0, 3),
    ]);
  });
});

describe('a mixture', () => {
  const p = matrix(3, 2, Float32Array.of(0.9, 0.1, 0.8, 0.2, 0, 0));
  const q = matrix(3, 2, Float32Array.of(0.5, 0.5, 0, 0, 0.3, 0.7));

  it('is the scaled product of powers', async () => {
    const { data } = await mixed({ softmax: p, spreading: q }, { softmax: 0.5, spreading: 0.5 }, pause);
    const [a, b] = [Math.sqrt(0.9 * 0.5), Math.sqrt(0.1 * 0.5)];
    expect(data[0]).toBeCloseTo(a / (a + b), 5);
    expect(data[1]).toBeCloseTo(b / (a + b), 5);
  });

  it("is the softmax's where spreading knows nothing, and zeros where the softmax does", async () => {
    const { data } = await mixed({ softmax: p, spreading: q }, { softmax: 0.2, spreading: 0.8 }, pause);
    expect(data[2]).toBeCloseTo(0.8, 5);
    expect([...data.subarray(4)]).toEqual([0, 0]);
  });

  it('of one model alone is that model, however sure it is', async () => {
    const sure = matrix(1, 2, Float32Array.of(1, 1e-30));
    const { data } = await mixed({ softmax: sure, spreading: undefined }, softmaxAlone, pause);
    expect(data[1] / 1e-30).toBeCloseTo(1, 3);
  });

  it('does not let one model overrule the other alone', async () => {
    const sure = matrix(1, 2, Float32Array.of(1, 0));
    const other = matrix(1, 2, Float32Array.of(1e-4, 0.9999));
    const { data } = await mixed(
      { softmax: sure, spreading: other },
      { softmax: 0.1, spreading: 0.9 },
      pause,
    );
    expect(data[1]).toBeGreaterThan(0.9);
  });
});
