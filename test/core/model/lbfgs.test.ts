import { describe, expect, it } from 'vitest';
import { type Evaluation, lbfgs } from '../../../src/core/model/lbfgs.ts';
import { createRng } from '../../../src/core/rng.ts';

const untilFlat = (tolerance: number, maxIterations = 500) => ({
  maxIterations,
  isConverged: ({ gradient }: Evaluation) => gradient.every((g) => Math.abs(g) <= tolerance),
});

/** sum_i a_i (x_i - c_i)^2 with curvatures from 1 to 10,000. */
async function quadratic(x: Float64Array): Promise<Evaluation> {
  const curvature = (i: number): number => 10 ** (i % 5);
  let value = 0;
  const gradient = x.map((xi, i) => {
    value += curvature(i) * (xi - i) ** 2;
    return 2 * curvature(i) * (xi - i);
  });
  return { value, gradient };
}

async function rosenbrock([a, b]: Float64Array): Promise<Evaluation> {
  const value = (1 - a) ** 2 + 100 * (b - a * a) ** 2;
  return { value, gradient: Float64Array.of(-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)) };
}

describe('L-BFGS', () => {
  it('finds the minimum of an ill-conditioned quadratic in fewer steps than it has dimensions', async () => {
    const { x, iterations } = await lbfgs(quadratic, new Float64Array(60), untilFlat(1e-6));
    for (const [i, xi] of x.entries()) expect(xi).toBeCloseTo(i, 5);
    expect(iterations).toBeLessThan(60);
  });

  it('follows the bent valley of Rosenbrock from the usual start', async () => {
    const { x, here } = await lbfgs(rosenbrock, Float64Array.of(-1.2, 1), untilFlat(1e-8));
    expect(x[0]).toBeCloseTo(1, 6);
    expect(x[1]).toBeCloseTo(1, 6);
    expect(here.value).toBeLessThan(1e-12);
  });

  it('never goes up, whatever the start', async () => {
    const rng = createRng(3);
    for (let start = 0; start < 20; start++) {
      const x = Float64Array.of(4 * rng.normal(), 4 * rng.normal());
      let last = (await rosenbrock(x)).value;
      await lbfgs(rosenbrock, x, {
        maxIterations: 200,
        isConverged: ({ value }) => {
          expect(value).toBeLessThanOrEqual(last);
          last = value;
          return value < 1e-10;
        },
      });
      expect(last).toBeLessThan(1e-10);
    }
  });

  it('stops after the given number of steps, and leaves the start as it was', async () => {
    const start = new Float64Array(60);
    const { iterations } = await lbfgs(quadratic, start, untilFlat(0, 3));
    expect(iterations).toBe(3);
    expect(start.every((value) => value === 0)).toBe(true);
  });

  it('ends where rounding hides every improvement', async () => {
    const coarse = async (x: Float64Array): Promise<Evaluation> => {
      const { value, gradient } = await quadratic(x);
      return { value: Math.fround(value + 1e6), gradient };
    };
    const { iterations } = await lbfgs(coarse, new Float64Array(10), untilFlat(0, 10_000));
    expect(iterations).toBeLessThan(1000);
  });
});
